package io.fanwire.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ChainOptionsTest {
    @Test
    void allIsEveryLane() {
        assertThat(parse("--lanes", "all").lanes()).containsExactlyElementsOf(ChainOptions.LANES);
        assertThat(parse().lanes()).containsExactly("raw", "bare", "fan1", "fan10", "key");
    }

    @Test
    void whatALaneIsComparedWithRunsToo() {
        assertThat(parse("--lanes", "latency,backlog").lanes())
                .containsExactly("latency", "backlog", "fan1", "publish", "ready");
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        assertThatThrownBy(() -> parse("--lanes", "raw,fast").require()).hasMessageStartingWith("lanes are all, or of");
        assertThatThrownBy(() -> parse("--rounds", "0").require()).hasMessage("each number must be 1 or more");
        assertThatThrownBy(() -> parse("--backlog", "-1").require()).isInstanceOf(IllegalArgumentException.class);
        parse("--lanes", "raw,many-ill", "--deliveries", "5").require();
    }

    private static ChainOptions parse(String... arguments) {
        ChainOptions options = new ChainOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("it", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return options;
    }
}
