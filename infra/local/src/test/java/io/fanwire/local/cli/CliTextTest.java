package io.fanwire.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.local.LocalException;
import java.io.IOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;

/** Text for a terminal. */
final class CliTextTest {
    @Test
    void whatOthersSentCannotSteerTheTerminal() {
        assertThat(Terminal.plain("a\u001b[2Jb\r\nc\u202ed")).isEqualTo("a [2Jb  c d");
    }

    @Test
    void aShareIsAPercentage() {
        assertThat(ListenCommand.share("20%")).contains(0.2);
        assertThat(ListenCommand.share("100")).contains(1.0);
        assertThat(ListenCommand.share("101%")).isEmpty();
        assertThat(ListenCommand.share("some")).isEmpty();
    }

    @Test
    void aFailureSaysWhatAndWhatToDo() {
        assertThat(Failure.lines(new LocalException("it broke", "mend it")))
                .containsExactly("fanwire: it broke", "  → mend it");
        assertThat(Failure.lines(new IllegalStateException("outer", new IOException("inner"))))
                .first()
                .isEqualTo("fanwire: outer: inner");
    }

    @Test
    void aBusyPortIsToldOnceAndEveryPortCanBeSet() {
        IOException busy = new IOException("port 1 is taken: Address in use", new BindException("Address in use"));

        assertThat(Failure.lines(busy)).first().isEqualTo("fanwire: port 1 is taken: Address in use");
        assertThat(Failure.lines(busy)).last().asString().contains("FANWIRE_GATEWAY_PORT");
    }
}
