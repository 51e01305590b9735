package org.billinggroups.ledger;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What accounting programs call our ledger accounts, and what else their files say. Keys of maps are those of
 * {@link AccountMap}.
 */
@ConfigurationProperties("billing.ledger")
record LedgerSettings(@DefaultValue Named hledger, @DefaultValue Named beancount, @DefaultValue Datev datev,
        @DefaultValue Xero xero, @DefaultValue Named quickbooks) {
    /** A program that needs nothing but names of accounts. */
    record Named(@DefaultValue Map<String, String> accounts) {}

    /**
     * A client of a tax adviser.
     *
     * @param taxKeys the tax keys (BU-Schluessel) by ledger account
     * @param consultant the tax adviser's number
     * @param client the client's number
     * @param accountLength how many digits a general ledger account has; a customer's account has one more
     * @param fiscalYearStart the month in which a financial year starts
     * @param chart the chart of accounts that the numbers are of
     */
    record Datev(@DefaultValue Map<String, String> accounts, @DefaultValue Map<String, String> taxKeys,
            @DefaultValue("1001") int consultant, @DefaultValue("1") int client, @DefaultValue("4") int accountLength,
            @DefaultValue("1") int fiscalYearStart, @DefaultValue("03") String chart) {}

    /**
     * An organisation in Xero.
     *
     * @param taxRates the display names of tax rates by ledger account
     * @param dateOrder in which order the organisation writes dates: {@code dmy}, {@code mdy} or {@code ymd}
     * @param tracking the tracking category whose options are our projects; empty for none
     */
    record Xero(@DefaultValue Map<String, String> accounts, @DefaultValue Map<String, String> taxRates,
            @DefaultValue("dmy") String dateOrder, @DefaultValue("") String tracking) {}
}
