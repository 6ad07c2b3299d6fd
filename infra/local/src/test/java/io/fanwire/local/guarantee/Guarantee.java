package io.fanwire.local.guarantee;

import java.util.List;

/** One promise of the platform. A test that cannot ask for it says so by leaving it out of its list. */
public interface Guarantee {
    /** What broke it, in words; empty when it held. */
    List<String> violations(History history);
}
