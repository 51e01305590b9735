package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElectronicAddressTest {
    @ParameterizedTest
    @ValueSource(strings = { "0088:4035811991014", "0192:987654325", "0007:5567321707", "0151:53004085616",
            "0208:0202239951", "0184:13585628", "0184:DK13585628", "0096:1234567890", "0198:DK13585628",
            "0002:732829320", "0009:73282932000074", "0009:35600000000048", "0037:003712345671", "0216:003726345189",
            "0216:003701120389AB1", "0212:1234567-1", "0213:FI20774740", "0183:CHE-123.456.788", "0188:1180301018771",
            "0191:10137025", "0199:5493001KJTIIGC8Y1R12", "0201:UFY9MH", "0210:RSSMRA85T10A562S", "0210:00743110157",
            "0211:IT00743110157", "9930:DE136695976", "9930:136695976", "9930:de136695976", "9933:EL094259216",
            "9914:ATU13585627", "9918:DE89370400440532013000", "0204:991-1234", "0196:4102090420", "0060:123456789",
            "0106:12345678", "EM:ap@acme.example", "9959:12-3456789", "0225:anything" })
    void takesIdsOfSchemesInTheList(String address) {
        assertThat(ElectronicAddress.check(address)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = { "9906:IT1", "9901:DK13585628", "9908:987654325", "9956:0202239951", "9958:X", "9955:SE1",
            "0001:1", "0245:1", "9999:1", "XX:1", "GL:4035811991014" })
    void refusesSchemesThatAreNotInTheListOrNoLonger(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> ElectronicAddress.check(address))
                .withMessageContaining("is not, or no longer, in it");
    }

    @ParameterizedTest
    @ValueSource(strings = { "0088:4035811991015", "0088:403581199101", "0088:40358119910A4", "0192:987654326",
            "0192:98765432", "0007:5567321708", "0007:556732-1707", "0151:53004085617", "0208:0202239952",
            "0208:202239951", "0184:13585629", "0184:1358562", "0198:13585628", "0096:1", "0002:732829321",
            "0009:73282932000075", "0037:12345671", "0216:003712345672", "0212:1234567-2", "0213:FI20774741",
            "0183:CHE-123.456.789", "0188:2180301018771", "0191:10137026", "0199:5493001KJTIIGC8Y1R13", "0201:UFY9M",
            "0210:RSSMRA85T10", "0210:00743110158", "0211:IT00743110158", "0060:12345678", "0106:123", "0196:41020904",
            "9930:DE136695977", "9930:DE1", "9933:GR094259216", "9918:DE89370400440532013001", "EM:nobody",
            "0204:991 1234" })
    void refusesIdsOfAWrongFormOrWithWrongCheckDigits(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> ElectronicAddress.check(address)).withMessage(
                "expected an id of scheme " + address.split(":")[0] + ": its form or its check digits are wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "0088", "0088:", "0088-4035811991014", "88:4035811991014", "de:1", ":1" })
    void refusesWhatHasNoScheme(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> ElectronicAddress.check(address))
                .withMessage("expected a scheme of the EAS list and an id, such as 0204:991-1234");
    }
}
