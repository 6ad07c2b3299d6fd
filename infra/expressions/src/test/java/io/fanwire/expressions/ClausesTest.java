package io.fanwire.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClausesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "a~a",
                "a && b~a;b",
                " a&&b && c ~a;b;c",
                "(a && b) && c~(a && b);c",
                "a && b || c~a && b || c",
                "a && (b || c)~a;(b || c)",
                "a && b ? c : d~a && b ? c : d",
                "f(a && b, [c && d], {'k': e && f}) && g~f(a && b, [c && d], {'k': e && f});g",
                "x == 'a && b' && y == \"c && d\"~x == 'a && b';y == \"c && d\"",
                "x == 'it\\' && b' && c~x == 'it\\' && b';c",
                "x == r'\\' && b~x == r'\\';b",
                "xr == 'a' && b~xr == 'a';b",
                "x == '''it's && so''' && b~x == '''it's && so''';b",
                "x == ''&& b~x == '';b",
                "x == 'open && b~x == 'open && b",
                "a &&~a;",
            })
    void aConditionIsTakenApartWhereAllOfItHangsTogether(String text, String clauses) {
        assertThat(String.join(";", Clauses.of(text))).isEqualTo(clauses);
    }

    @Test
    void commentsAreNoConditions() {
        assertThat(Clauses.of("a // && no\n&& b")).containsExactly("a // && no", "b");
        assertThat(Clauses.of("a && b // it's && so")).containsExactly("a", "b // it's && so");
    }

    @Test
    void whatComesOfItAreFiltersOrItIsLeftWhole() throws ExpressionException {
        assertThat(Filter.of("event.a == 1 && !event.b").clauses())
                .extracting(Filter::text)
                .containsExactly("event.a == 1", "!event.b");
        Filter whole = Filter.of("event.a == 1 || event.b");
        assertThat(whole.clauses()).containsExactly(whole);
        Filter list = Filter.of("[event.a && event.b] == [true]");
        assertThat(list.clauses()).containsExactly(list);
    }
}
