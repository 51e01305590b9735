package org.billinggroups.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.account.SepaMandate;
import org.billinggroups.account.SepaMandate.Scheme;
import org.billinggroups.collection.CollectionDraft.UsedMandate;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What a collection is made of, and the file of it, without a database. */
class CollectionDraftTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-16");
    private static final Creditor CREDITOR = new Creditor("DE98ZZZ09999999999", "Wolken & Söhne GmbH",
            "DE02120300000000202051", "BYLADEM1001");
    private static final String FINNISH = "FI2112345600000785";
    private static final String SWISS = "CH9300762011623852957";
    private static final Instant NOW = Instant.parse("2026-11-02T03:04:05Z");

    private final List<LeftOutInvoice> leftOut = new ArrayList<>();

    private SepaCollection collected(Map<UsedMandate, String> used, OpenInvoice... invoices) {
        var draft = new CollectionDraft(BillingPeriod.parse("2026-10"), DAY, CREDITOR);
        var collection = draft.of(List.of(invoices), used, NOW);
        leftOut.addAll(draft.leftOut());
        return collection;
    }

    private static SepaMandate mandate(String id, String iban, Scheme scheme) {
        return new SepaMandate(id, LocalDate.parse("2026-01-31"), iban, iban.equals(SWISS) ? "UBSWCHZH80A" : null,
                scheme);
    }

    private static OpenInvoice invoice(int number, String open, @Nullable SepaMandate announced,
            @Nullable SepaMandate present, String dueDate, @Nullable String creditorId) {
        var fields = JsonMapper.shared().readValue(FrozenJson.write(BillingDetails.unknown()), Map.class);
        var all = new HashMap<String, @Nullable Object>();
        ((Map<?, ?>) fields).forEach((key, value) -> all.put((String) key, value));
        all.put("company", "Kunde " + number + " ÄÖÜ Oy, " + "lange ".repeat(20));
        all.put("city", "Zürich");
        all.put("zip_code", "8001");
        all.put("country_code", "CH");
        all.put("address_lines", List.of("Bahnhofstraße 1", "c/o <Büro>", "3. Stock"));
        all.put("sepa_mandate", announced);
        var buyer = FrozenJson.read(FrozenJson.write(all), BillingDetails.class);
        return new OpenInvoice(number, "INV-2026-00000" + number, new UUID(0, number), "Group " + number,
                Money.parse(open), LocalDate.parse(dueDate), buyer, creditorId, present,
                number == 2 ? null : "RF00INV202600000" + number);
    }

    private static OpenInvoice invoice(int number, String open, SepaMandate mandate) {
        return invoice(number, open, mandate, mandate, "2026-11-15", CREDITOR.id());
    }

    @Test
    void collectsFirstAndLaterUseOfMandatesByScheme() {
        var core = mandate("M-1", FINNISH, Scheme.CORE);
        var collection = collected(Map.of(new UsedMandate("M-2", Scheme.CORE), FINNISH),
                invoice(1, "EUR 10.00", core), invoice(2, "EUR 20.05", core),
                invoice(3, "EUR 30.00", mandate("M-2", FINNISH, Scheme.CORE)),
                invoice(4, "EUR 40.00", mandate("M-1", FINNISH, Scheme.B2B)));
        assertThat(collection.debits()).extracting(debit -> debit.number() + " " + debit.endToEndId() + " "
                + debit.paymentId()).containsExactly(
                        "INV-2026-000001 DD-202610-20261116-000001 DD-202610-20261116-CORE-FRST",
                        "INV-2026-000002 DD-202610-20261116-000002 DD-202610-20261116-CORE-RCUR",
                        "INV-2026-000003 DD-202610-20261116-000003 DD-202610-20261116-CORE-RCUR",
                        "INV-2026-000004 DD-202610-20261116-000004 DD-202610-20261116-B2B-FRST");
        assertThat(collection.total()).isEqualTo(Money.parse("EUR 100.05"));
        assertThat(collection.payments()).extracting(SepaCollection.Payment::total)
                .containsExactly(Money.parse("EUR 10.00"), Money.parse("EUR 50.05"), Money.parse("EUR 40.00"));
        assertThat(leftOut).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "EUR 1.00 | M-1 | M-1 | 2026-11-17 | DE98ZZZ09999999999 | is due on 2026-11-17",
            "USD 1.00 | M-1 | M-1 | 2026-11-15 | DE98ZZZ09999999999 | is in USD",
            "EUR 1.00 |     | M-1 | 2026-11-15 | DE98ZZZ09999999999 | announces no direct debit",
            "EUR 1.00 | M-1 | M-1 | 2026-11-15 |                    | announces no direct debit",
            "EUR 1.00 | M-1 | M-1 | 2026-11-15 | AT61ZZZ01234567890 | announces creditor_id AT61ZZZ01234567890",
            "EUR 1.00 | M-1 | M-9 | 2026-11-15 | DE98ZZZ09999999999 | does not have any more",
            "EUR 1.00 | M-1 |     | 2026-11-15 | DE98ZZZ09999999999 | does not have any more",
            "EUR 1000000000.00 | M-1 | M-1 | 2026-11-15 | DE98ZZZ09999999999 | has more open" })
    void leavesOutWhatCannotBeCollected(String open, String announced, String present, String due, String creditor,
            String reason) {
        var collection = collected(Map.of(), invoice(1, open,
                announced == null ? null : mandate(announced, FINNISH, Scheme.CORE),
                present == null ? null : mandate(present, FINNISH, Scheme.CORE), due, creditor));
        assertThat(collection.debits()).isEmpty();
        assertThat(leftOut).singleElement().satisfies(one -> assertThat(one.reason()).contains(reason));
    }

    @Test
    void leavesOutWhereOneIdIsOfTwoMandatesOrItsAccountIsAnother() {
        collected(Map.of(), invoice(1, "EUR 1.00", mandate("M-1", FINNISH, Scheme.CORE)),
                invoice(2, "EUR 1.00", mandate("M-1", SWISS, Scheme.CORE)),
                invoice(3, "EUR 1.00", mandate("M-3", SWISS, Scheme.CORE), mandate("M-3", FINNISH, Scheme.CORE),
                        "2026-11-15", CREDITOR.id()));
        assertThat(leftOut).extracting(LeftOutInvoice::number).containsExactly("INV-2026-000002", "INV-2026-000003");
        assertThat(leftOut).extracting(LeftOutInvoice::reason).satisfiesExactly(
                reason -> assertThat(reason).contains("which INV-2026-000001 has"),
                reason -> assertThat(reason).contains("with another account, day or scheme now"));
    }

    /**
     * The schema is that of the ISO 20022 message catalogue (pain.008.001.08, of 14 February 2019), unchanged, as the
     * repository php-sepa-xml/php-sepa-xml keeps a copy of it among its documentation.
     */
    @Test
    void writesWhatTheSchemaAllows() throws Exception {
        var collection = collected(Map.of(new UsedMandate("M-2", Scheme.CORE), FINNISH),
                invoice(1, "EUR 10.00", mandate("M-1", FINNISH, Scheme.CORE)),
                invoice(2, "EUR 20.05", mandate("M-2", SWISS, Scheme.CORE)),
                invoice(3, "EUR 40.00", mandate("M-1", FINNISH, Scheme.B2B)));
        var xml = written(collection);
        assertThat(written(collection)).isEqualTo(xml);
        var schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(
                CollectionDraftTest.class.getResource("/iso20022/pain.008.001.08.xsd"));
        schema.newValidator().validate(new StreamSource(
                new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
        assertThat(xml).containsOnlyOnce("<MsgId>DD-202610-20261116</MsgId><CreDtTm>2026-11-02T03:04:05Z</CreDtTm>"
                + "<NbOfTxs>3</NbOfTxs><CtrlSum>70.05</CtrlSum><InitgPty><Nm>Wolken + Sohne GmbH</Nm></InitgPty>")
                .contains("<LclInstrm><Cd>B2B</Cd></LclInstrm><SeqTp>FRST</SeqTp></PmtTpInf>"
                        + "<ReqdColltnDt>2026-11-16</ReqdColltnDt>")
                .contains("<MndtId>M-2</MndtId><DtOfSgntr>2026-01-31</DtOfSgntr><AmdmntInd>true</AmdmntInd>"
                        + "<AmdmntInfDtls><OrgnlDbtrAcct><Id><Othr><Id>SMNDA</Id></Othr></Id></OrgnlDbtrAcct>")
                .containsOnlyOnce("<PstlAdr><PstCd>8001</PstCd><TwnNm>Zurich</TwnNm><Ctry>CH</Ctry><AdrLine>"
                        + "Bahnhofstrasse 1</AdrLine><AdrLine>c/o (Buro)</AdrLine></PstlAdr>")
                .contains("<DbtrAgt><FinInstnId><BICFI>UBSWCHZH80A</BICFI></FinInstnId></DbtrAgt>",
                        "<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>",
                        "<RmtInf><Ustrd>INV-2026-000002</Ustrd></RmtInf>",
                        "<CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>ISO</Issr></Tp><Ref>RF00INV2026000001</Ref>",
                        "<CdtrSchmeId><Id><PrvtId><Othr><Id>DE98ZZZ09999999999</Id>");
    }

    private static String written(SepaCollection collection) {
        var out = new ByteArrayOutputStream();
        collection.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
