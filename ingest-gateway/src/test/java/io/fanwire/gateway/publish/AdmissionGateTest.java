package io.fanwire.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionGateTest {
    private final AdmissionGate gate = new AdmissionGate(100);

    @Test
    void takesUpToTheLimitAndNotAByteMore() {
        AdmissionGate.Permit first = gate.open();
        AdmissionGate.Permit second = gate.open();

        assertThat(first.grow(60)).isTrue();
        assertThat(second.grow(40)).isTrue();
        assertThat(second.grow(1)).isFalse();
        assertThat(gate.bytesInFlight()).isEqualTo(100);
    }

    @Test
    void givesEverythingBackExactlyOnce() {
        AdmissionGate.Permit permit = gate.open();
        permit.grow(30);
        permit.grow(30);

        permit.close();
        permit.close();

        assertThat(gate.bytesInFlight()).isZero();
    }

    @Test
    void aClosedPermitTakesNothing() {
        AdmissionGate.Permit permit = gate.open();
        permit.close();

        assertThat(permit.grow(10)).isFalse();
        assertThat(gate.bytesInFlight()).isZero();
    }
}
