package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Test {@link InvoiceLinesCsv}. */
class InvoiceLinesCsvTest {
    @Test
    void writesOneRowPerLine() throws IOException {
        var out = new StringWriter();
        new InvoiceLinesCsv().write(SampleInvoices.in("EUR").usage("analytics", "=1+1", "12.50")
                .charge("Support, monthly", "100.00").invoice(), out);

        assertThat(out).hasToString("""
                invoice_number,line,line_type,project,service,sku,description,quantity,unit,price_currency,\
                price_amount,exchange_rate,currency,pre_discount_amount,amount,tax_category,tax_rate,period,\
                started_at,ended_at,tags,list_amount
                INV-2026-000123,1,usage_charge,analytics,compute,compute-startup-4,'=1+1,10,hour,EUR,\
                12.5,,EUR,12.50,12.50,S,25.5,2026-10,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,\
                "{""env"":""production"",""team"":""data""}",
                INV-2026-000123,2,extra_charge,,,,"Support, monthly",,,EUR,\
                100,,EUR,100.00,100.00,S,25.5,2026-10,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,,
                """);
    }
}
