package io.fanwire.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the doctor calls wrong. */
final class ChecksTest {
    @Test
    void anOldJavaAndASmallHeapAreWrongAndHaveARemedy() {
        assertThat(MachineChecks.java(11))
                .matches(finding -> !finding.fine() && finding.remedy().isPresent());
        assertThat(MachineChecks.java(17).fine()).isTrue();
        assertThat(MachineChecks.memory(128))
                .matches(finding -> !finding.fine() && finding.remedy().isPresent());
        assertThat(MachineChecks.memory(512).fine()).isTrue();
    }

    @Test
    void aDefaultSessionTimeoutIsWorthKnowing() {
        assertThat(ClusterChecks.sessionTimeout(Duration.ofSeconds(45)).grade()).isEqualTo(Finding.Grade.NOTE);
        assertThat(ClusterChecks.sessionTimeout(Duration.ofSeconds(6)).grade()).isEqualTo(Finding.Grade.OK);
    }
}
