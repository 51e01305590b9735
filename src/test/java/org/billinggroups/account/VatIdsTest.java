package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VatIdsTest {
    /** Numbers that stand as valid examples in the documentation of the library python-stdnum, one per format. */
    @ParameterizedTest
    @ValueSource(strings = { "ATU13585627", "BE0428759497", "BG175074752", "BG7523169263", "CY10259033P", "CZ25123891",
            "CZ640903926", "DE136695976", "DE123456788", "DK13585628", "EE100931558", "EL094259216", "ESB58378431",
            "ES54362315K", "ESX2482300W", "FI20774740", "FR40303265045", "FR83404833048", "GB980780684", "GBGD001",
            "HR33392005961", "HU12892312", "IE6433435F", "IE6433435OA", "IE8D79739I", "IT00743110157", "LT119511515",
            "LT100001919017", "LU15027442", "LV40003521600", "LV16117519997", "MT11679112", "NL004495445B01",
            "NL000099998B57", "PL8567346215", "PT501964843", "RO18547290", "SE556188840401", "SI50223054",
            "SK2022749619", "XI980780684" })
    void acceptsIdsWithRightCheckDigits(String vatId) {
        assertThat(VatIds.check(vatId)).isEqualTo(vatId);
    }

    @ParameterizedTest
    @CsvSource({ "DE136695977, Germany (DE)", "DE12345678, Germany (DE)", "FI20774741, Finland (FI)",
            "FR41303265045, France (FR)", "GB980780685, United Kingdom (GB)", "XI980780685, Northern Ireland (XI)",
            "ATU13585628, Austria (AT)", "IT00743110158, Italy (IT)", "EL094259217, Greece (EL)",
            "NL123456789B01, Netherlands (NL)", "SE556188840501, Sweden (SE)", "DE, Germany (DE)", "IE, Ireland (IE)",
            "ESX, Spain (ES)", "HU0000, Hungary (HU)", "FI00000000, Finland (FI)", "EL000000000, Greece (EL)",
            "ESA00000000, Spain (ES)" })
    void refusesIdsWithWrongFormatOrCheckDigits(String vatId, String country) {
        assertThatIllegalArgumentException().isThrownBy(() -> VatIds.check(vatId)).withMessage(
                "expected a VAT id of " + country + ": its format or its check digits are wrong");
    }

    @ParameterizedTest
    @CsvSource({ "de 136 695 976, DE136695976", "FI-2077.4740, FI20774740", "CHE-123.456.788 TVA, CHE-123.456.788 TVA",
            "12-3456789, 12-3456789", "NO995525828MVA, NO995525828MVA" })
    void keepsIdsInOneForm(String text, String kept) {
        assertThat(VatIds.check(text)).isEqualTo(kept);
    }

    @Test
    void hintsAtTheGreekPrefix() {
        assertThatIllegalArgumentException().isThrownBy(() -> VatIds.check("GR094259216"))
                .withMessageContaining("prefix EL");
    }

    @ParameterizedTest
    @ValueSource(strings = { "D", "DE:1", "?", " DE136695976" })
    void refusesOtherCharacters(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> VatIds.check(text));
    }

    @ParameterizedTest
    @CsvSource({ "EL094259216, GR", "DE136695976, DE", "GB980780684, ", "XI980780684, ", "12-3456789, ", "D, " })
    void tellsTheMemberState(String vatId, String state) {
        assertThat(VatIds.memberStateOf(vatId).orElse(null)).isEqualTo(state);
    }

    /** Examples of the IBAN registry of SWIFT. */
    @ParameterizedTest
    @ValueSource(strings = { "FI21 1234 5600 0007 85", "DE89370400440532013000", "GB29NWBK60161331926819",
            "NO9386011117947", "FR1420041010050500013M02606" })
    void acceptsIbansWithRightCheckDigits(String text) {
        assertThat(FieldRules.iban(text)).isEqualTo(text.replace(" ", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = { "FI2112345600000786", "DE8937040044053201300", "0x1F", "", "FI", "XX2112345600000785" })
    void refusesOtherIbans(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.iban(text)).withMessageContaining("IBAN");
    }
}
