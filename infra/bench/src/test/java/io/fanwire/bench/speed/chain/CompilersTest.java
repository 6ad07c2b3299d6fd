package io.fanwire.bench.speed.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CompilersTest {
    private static String line(String name) {
        return "42 (" + name + ") S 1 2 3 4 5 6 7 8 9 10 350 21 0 0 20 0 27 0 100 3000 200";
    }

    @Test
    void onlyCompilersCount() {
        assertThat(Compilers.ticks(line("C2 CompilerThre"))).isEqualTo(371);
        assertThat(Compilers.ticks(line("C1 CompilerThre"))).isEqualTo(371);
        assertThat(Compilers.ticks(line("loop (a) b"))).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessHasCompiledSomething() {
        assertThat(Compilers.nanos(ProcessHandle.current().pid())).isPositive();
    }

    @Test
    void nobodyKnowsOfAProcessThatIsNotThere() {
        assertThat(Compilers.nanos(Long.MAX_VALUE)).isZero();
    }
}
