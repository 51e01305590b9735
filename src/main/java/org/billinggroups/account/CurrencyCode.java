package org.billinggroups.account;

import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;

/**
 * The code of a currency by ISO 4217; what the standard lists beside money, such as gold ({@code XAU}), is none. Those
 * that were withdrawn, and those that the code list of EN 16931 (BR-CL-03) does not have yet, are refused: no valid
 * electronic invoice can be in them.
 */
public final class CurrencyCode {
    private static final Set<String> WITHDRAWN = Set.of("ADP", "AFA", "ANG", "ATS", "BEF", "BGL", "BGN", "BYR", "CSD",
            "CUC", "CYP", "DEM", "EEK", "ESP", "FIM", "FRF", "GHC", "GRD", "HRK", "IEP", "ITL", "LTL", "LUF",
            "LVL", "MGF", "MRO", "MTL", "MZM", "NLG", "PTE", "ROL", "RUR", "SDD", "SIT", "SKK", "SLL", "SRG", "STD",
            "TMM", "TRL", "VEB", "VEF", "YUM", "ZMK", "ZWD", "ZWL");
    private static final Set<String> NOT_IN_EN_16931 = Set.of("STN", "XCG");

    private CurrencyCode() {}

    /**
     * The currency of a code.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static CurrencyUnit parse(String text) {
        try {
            if (WITHDRAWN.contains(text) || NOT_IN_EN_16931.contains(text)) {
                throw new IllegalArgumentException("expected an ISO 4217 currency code such as EUR; " + text
                        + (WITHDRAWN.contains(text) ? " was withdrawn" : " is not in the code list of EN 16931"));
            }
            var currency = CurrencyUnit.of(text);
            if (currency.isPseudoCurrency()) {
                throw new IllegalCurrencyException("Not money: " + text);
            }
            return currency;
        } catch (IllegalCurrencyException e) {
            throw new IllegalArgumentException("expected an ISO 4217 currency code such as EUR", e);
        }
    }
}
