package io.fanwire.dispatcher.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Attempt.State;
import org.junit.jupiter.api.Test;

class BookTest {
    private final Book book = new Book();

    @Test
    void whatEndedOnceOrIsFoundAddsUp() {
        book.accepted("orders", true);
        book.accepted("orders", false);
        for (int i = 1; i <= 4; i++) {
            book.made("orders", i, false);
        }
        book.made("orders", 5, true);
        book.ended(1, State.DELIVERED);
        book.ended(2, State.DEAD_LETTERED);
        book.ended(3, State.CANCELLED);
        book.found(4);
        book.found(5);

        LedgerLine line = book.lines().get(0);

        assertThat(line).isEqualTo(new LedgerLine("orders", 2, 1, 4, 1, 1, 1, 1, 2, 0, 0));
        assertThat(line.balanced()).isTrue();
        assertThat(book.missing()).isZero();
    }

    @Test
    void anEventThatHasDeliveriesLeftToBeMadeIsNotRouted() {
        book.accepted("orders", true);
        book.made("orders", 1, false);
        book.ended(1, State.DELIVERED);
        book.left("orders");

        LedgerLine line = book.lines().get(0);

        assertThat(line).isEqualTo(new LedgerLine("orders", 1, 1, 1, 0, 1, 0, 0, 0, 0, 0));
        assertThat(line.balanced()).isTrue();
    }

    @Test
    void oneThatNeitherEndedNorIsAnywhereIsUnexplained() {
        book.made("orders", 1, false);
        book.made("orders", 2, false);
        book.found(1);

        assertThat(book.missing()).isEqualTo(1);
        assertThat(book.lines().get(0).unexplained()).isEqualTo(1);
        assertThat(book.lines().get(0).balanced()).isFalse();
    }

    @Test
    void oneThatIsFoundInALaterSearchIsExplained() {
        book.made("orders", 1, false);
        book.found(1);
        book.ended(1, State.DELIVERED);

        assertThat(book.missing()).isZero();
        assertThat(book.lines().get(0).pending()).isZero();
    }

    @Test
    void madeTwiceOrEndedTwiceIsDoubled() {
        book.made("orders", 1, false);
        book.made("orders", 1, false);
        book.made("orders", 2, false);
        book.ended(1, State.DELIVERED);
        book.ended(1, State.DEAD_LETTERED);
        book.ended(2, State.DELIVERED);

        assertThat(book.lines().get(0).doubled()).isEqualTo(2);
        assertThat(book.lines().get(0).delivered()).isEqualTo(2);
        assertThat(book.lines().get(0).balanced()).isFalse();
    }

    @Test
    void whatWasMadeBeforeTheAccountBeginsIsNotInIt() {
        book.ended(1, State.DELIVERED);
        book.found(2);

        assertThat(book.lines()).isEmpty();
    }

    @Test
    void topicsAreKeptApart() {
        book.made("a", 1, false);
        book.made("b", 2, false);
        book.ended(2, State.DELIVERED);

        assertThat(book.lines()).extracting(LedgerLine::unexplained).containsExactly(1L, 0L);
    }
}
