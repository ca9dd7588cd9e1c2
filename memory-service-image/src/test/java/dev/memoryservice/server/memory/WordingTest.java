package dev.memoryservice.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    @ParameterizedTest
    @CsvSource({
        "'The tea is green','green is the TEA!',0",
        "'','?!',0",
        "'a b c d','a b x d',0.25",
        "'a b c d','a b d',0.25",
        "'a a a a','a',0.75",
        "'a b','c d',1",
        "'','a b',1",
        "'on the 7th','on the 8th of',0.3333333333333333"
    })
    void divergenceIsTheShareOfWordsThatTheOtherHasNot(String left, String right, double divergence) {
        assertThat(Wording.of(left).divergence(Wording.of(right))).isCloseTo(divergence, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "'The build agent is db-7','the BUILD agent was db-7!',true",
        "'The build agent is db-7','The build agent is db-8',false",
        "'Version 1.2','Version 2.1',true",
        "'Fact number 16','Fact number 17',false",
        "'Fact number','Fact number 17',false",
        "'Ten ٣','Eleven ٣',true"
    })
    void figuresAreWordsWithADigit(String left, String right, boolean same) {
        assertThat(Wording.of(left).hasFiguresOf(Wording.of(right))).isEqualTo(same);
    }

    @Property
    void divergenceIsTheSameBothWaysAndNoneToItself(
            @ForAll @StringLength(max = 30) String one, @ForAll @StringLength(max = 30) String two) {
        Wording left = Wording.of(one);
        Wording right = Wording.of(two);
        assertThat(left.divergence(right)).isBetween(0.0, 1.0).isEqualTo(right.divergence(left));
        assertThat(left.divergence(left)).isZero();
        assertThat(left.hasFiguresOf(left)).isTrue();
    }
}
