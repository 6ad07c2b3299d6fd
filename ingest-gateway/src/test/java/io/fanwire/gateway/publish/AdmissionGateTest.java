package io.fanwire.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
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

    @Test
    void noTenantTakesTheRoomOfAll() {
        AdmissionGate shared = new AdmissionGate(100, 60);
        AdmissionGate.Permit first = shared.open(Optional.of("acme"));
        AdmissionGate.Permit second = shared.open(Optional.of("acme"));
        AdmissionGate.Permit other = shared.open(Optional.of("globex"));

        assertThat(first.grow(50)).isTrue();
        assertThat(second.grow(11)).isFalse();
        assertThat(second.grow(10)).isTrue();
        assertThat(other.grow(40)).isTrue();
        assertThat(other.grow(1)).as("all there is").isFalse();
        assertThat(shared.tenants()).isEqualTo(2);

        first.close();
        second.close();
        other.close();
        assertThat(shared.tenants()).isZero();
        assertThat(shared.bytesInFlight()).isZero();
    }
}
