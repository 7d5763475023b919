package dev.mink.tracing;

import dev.mink.projection.ProjectionObserver;

/** Traces the processing of events. */
record TracedProjections(Tracing tracing) implements ProjectionObserver {

    @Override
    public Processing processing(String projection, int partition, boolean isReplay) {
        return new TracedProcessing(tracing, projection, partition, isReplay);
    }
}
