package io.fanwire.bench.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * How the processes of a run are started: small, since many share a machine.
 *
 * @param shortLived whether they live for less than it takes to compile them well
 */
record JvmOptions(boolean shortLived) {
    List<String> withHeap(String most) {
        List<String> options = new ArrayList<>(
                List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError", "-Xmx" + most));
        if (shortLived) {
            options.add("-XX:TieredStopAtLevel=1");
        }
        return options;
    }
}
