package org.billinggroups.receivable;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.billinggroups.file.SpreadsheetSafe;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Open items by age as CSV: {@code billing_group_id,billing_group,account,currency,not_due,days_1_30,days_31_60,
 * days_61_90,over_90,total}, amounts at the currency's scale; text is made safe against spreadsheet formulas.
 */
public final class AgingCsv {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n')
            .setHeader("billing_group_id", "billing_group", "account", "currency", "not_due", "days_1_30", "days_31_60",
                    "days_61_90", "over_90", "total")
            .get();

    private AgingCsv() {}

    /** Writes them in their order. */
    public static void write(List<AgedBalance> balances, OutputStream out) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        var csv = new CSVPrinter(writer, FORMAT);
        for (var one : balances) {
            csv.printRecord(one.groupId(), text(one.groupName()), text(one.accountId()),
                    one.currency().getCode(), plain(one.notDue()), plain(one.days1To30()), plain(one.days31To60()),
                    plain(one.days61To90()), plain(one.over90()), plain(one.total()));
        }
        csv.flush();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : SpreadsheetSafe.cell(text);
    }

    private static String plain(Money amount) {
        return amount.getAmount().toPlainString();
    }
}
