package org.billinggroups.collection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SepaTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = { "Example Ltd.|Example Ltd.",
            "Müller & Søn Åbo|Muller + Son Abo", "Straße Łódź Đakovo|Strasse Lodz Dakovo", "a\tb  c|a b c",
            "Ελλάς|Ellas", "София ЕООД|Sofiya EOOD", "株式会社|....", "a@b_c;d|a(at)b-c,d", "ﬁne №5|fine No5",
            " 'quoted' |'quoted'", "＋Ｗｉｄｅ|+Wide", "\u0301|.", "<b>|(b)" })
    void takesOnlyWhatBanksTake(String text, String plain) {
        assertThat(SepaText.of(text, 70)).isEqualTo(plain).matches("[a-zA-Z0-9/\\-?:().,'+ ]+");
    }

    @ParameterizedTest
    @CsvSource({ "abcdef, 3, abc", "ßßßß, 3, sss", "ab cdef, 3, ab", "abc, 3, abc" })
    void cutsWhatIsTooLong(String text, int longest, String cut) {
        assertThat(SepaText.of(text, longest)).isEqualTo(cut);
    }
}
