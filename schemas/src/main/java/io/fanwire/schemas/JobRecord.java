package io.fanwire.schemas;

import java.util.function.Function;

/** One record of the topic {@code jobs}. */
public sealed interface JobRecord permits JobRequest, JobProgress, RedrivenChunk {
    /** The record key. */
    String key();

    <T> T fold(Function<JobRequest, T> request, Function<JobProgress, T> progress, Function<RedrivenChunk, T> redriven);
}
