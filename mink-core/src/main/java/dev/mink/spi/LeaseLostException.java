package dev.mink.spi;

import dev.mink.MinkException;

/** Another node runs the partition by now, or it is gone: nothing may be written any more. */
public final class LeaseLostException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final transient PartitionId partition;
    private final long lease;

    /**
     * @param partition the partition
     * @param lease the lease that is no longer valid
     */
    public LeaseLostException(PartitionId partition, long lease) {
        super("lease " + lease + " of projection partition " + partition
                + " is no longer valid: another node runs it, or its generation was removed");
        this.partition = partition;
        this.lease = lease;
    }

    /** The partition. */
    public PartitionId partition() {
        return partition;
    }

    /** The lease that is no longer valid. */
    public long lease() {
        return lease;
    }
}
