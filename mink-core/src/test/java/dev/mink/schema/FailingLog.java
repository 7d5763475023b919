package dev.mink.schema;

import dev.mink.AppendResult;
import dev.mink.StorageException;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.ForwardingLog;
import java.util.List;
import java.util.Random;

/** Fails now and then: before an append, or after it. The more it has done, the rarer. */
final class FailingLog extends ForwardingLog {

    private final Random random;
    private int appends;

    FailingLog(EventLog log, Random random) {
        super(log);
        this.random = random;
    }

    @Override
    public List<AppendResult> append(AppendRequest request) {
        appends++;
        maybeFail();
        List<AppendResult> results = super.append(request);
        maybeFail();
        return results;
    }

    private void maybeFail() {
        if (random.nextInt(20 + appends / 10) == 0) {
            throw new StorageException("no connection", StorageException.Outcome.UNKNOWN, null);
        }
    }
}
