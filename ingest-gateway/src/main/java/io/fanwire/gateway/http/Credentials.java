package io.fanwire.gateway.http;

import java.util.concurrent.CompletionStage;

/** One kind of bearer token. Any thread may use it. */
public interface Credentials {
    /** Whether a token looks like one of this kind, whatever it is worth. */
    boolean concerns(String token);

    /** Who shows it, or why nobody is let in with it. The stage is done at once unless something has to be fetched. */
    CompletionStage<Checked<Caller>> caller(String token);
}
