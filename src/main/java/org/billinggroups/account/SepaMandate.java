package org.billinggroups.account;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The leave that a customer signed to collect what he owes from his account by SEPA direct debit.
 *
 * @param id its reference (EN 16931 BT-89), which is unique for the seller
 * @param signedOn the day on which it was signed
 * @param iban the account that is debited (BT-91)
 * @param bic its bank, or null: banks outside the European Economic Area must be named
 */
public record SepaMandate(String id, LocalDate signedOn, String iban, @Nullable String bic, Scheme scheme) {
    private static final int SHOWN_DIGITS = 4;
    /** The characters that banks take in references; no slash at the ends, no two of them. */
    private static final Pattern ID = Pattern.compile("(?!/)(?!.*//)(?!.*/$)[A-Za-z0-9+?/:().,'-]"
            + "([A-Za-z0-9+?/:().,' -]{0,33}[A-Za-z0-9+?/:().,'-])?");

    /** The rules by which it is collected. */
    public enum Scheme {
        /** For anybody, who may have what was collected returned for eight weeks. */
        CORE("core"),
        /** Between businesses; there is no return of what was agreed. */
        B2B("b2b");

        private final String code;

        Scheme(String code) {
            this.code = code;
        }

        /** As in files, such as {@code core}. */
        public String code() {
            return code;
        }

        /**
         * The one of that code.
         *
         * @throws IllegalArgumentException with what is expected
         */
        public static Scheme ofCode(String code) {
            return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("expected core or b2b"));
        }
    }

    /** The mandate as the apply file declares it, or null where something is missing or wrong. */
    static @Nullable SepaMandate read(YamlMapping yaml) {
        yaml.allow(Set.of("id", "signed_on", "iban", "bic", "scheme"));
        var id = yaml.required("id", SepaMandate::id);
        var signedOn = yaml.required("signed_on", FieldRules::date);
        var iban = yaml.required("iban", SepaMandate::iban);
        var bic = yaml.value("bic", FieldRules::bic);
        var scheme = Objects.requireNonNullElse(yaml.value("scheme", Scheme::ofCode), Scheme.CORE);
        if (iban != null && bic == null && !yaml.has("bic") && !SepaArea.isInEea(iban)) {
            yaml.problem("bic", "", "expected the BIC of the bank, since the account is outside the European Economic "
                    + "Area");
        }
        return id == null || signedOn == null || iban == null ? null : new SepaMandate(id, signedOn, iban, bic, scheme);
    }

    private static String id(String text) {
        if (!ID.matcher(text).matches()) {
            throw new IllegalArgumentException("expected 1 to 35 letters without accents, digits and +?/-:().,' as "
                    + "banks take them, no / at the ends and no //");
        }
        return text;
    }

    private static String iban(String text) {
        var iban = FieldRules.iban(text);
        if (!SepaArea.contains(iban)) {
            throw new IllegalArgumentException("expected the IBAN of an account in the SEPA area");
        }
        return iban;
    }

    /** The end of the account's number, by which its owner knows it. */
    public String lastDigits() {
        return iban.substring(iban.length() - SHOWN_DIGITS);
    }

    /** Its fields by the names of the apply file. */
    Map<String, @Nullable Object> byName() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("signed_on", signedOn.toString());
        fields.put("iban", iban);
        fields.put("bic", bic);
        fields.put("scheme", scheme.code());
        return fields;
    }
}
