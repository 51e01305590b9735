package org.billinggroups.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The 125 columns of a Buchungsstapel in format version 13, by their names; those of text are in quotation marks. */
final class DatevColumns {
    private static final String TEXT = "\"";
    private static final String FIRST = """
            Umsatz (ohne Soll/Haben-Kz);"Soll/Haben-Kennzeichen";"WKZ Umsatz";Kurs;Basis-Umsatz;\
            "WKZ Basis-Umsatz";Konto;Gegenkonto (ohne BU-Schlüssel);"BU-Schlüssel";Belegdatum;"Belegfeld 1";\
            "Belegfeld 2";Skonto;\
            "Buchungstext";Postensperre;"Diverse Adressnummer";Geschäftspartnerbank;Sachverhalt;Zinssperre;\
            "Beleglink\"""";
    private static final String MIDDLE = """
            "KOST1 - Kostenstelle";"KOST2 - Kostenstelle";Kost-Menge;"EU-Land u. UStID (Bestimmung)";\
            EU-Steuersatz (Bestimmung);"Abw. Versteuerungsart";Sachverhalt L+L;Funktionsergänzung L+L;\
            BU 49 Hauptfunktionstyp;BU 49 Hauptfunktionsnummer;BU 49 Funktionsergänzung""";
    private static final String LAST = """
            Stück;Gewicht;Zahlweise;"Forderungsart";Veranlagungsjahr;Zugeordnete Fälligkeit;Skontotyp;\
            "Auftragsnummer";"Buchungstyp";USt-Schlüssel (Anzahlungen);"EU-Land (Anzahlungen)";\
            Sachverhalt L+L (Anzahlungen);EU-Steuersatz (Anzahlungen);Erlöskonto (Anzahlungen);"Herkunft-Kz";\
            "Buchungs GUID";KOST-Datum;"SEPA-Mandatsreferenz";Skontosperre;"Gesellschaftername";Beteiligtennummer;\
            "Identifikationsnummer";"Zeichnernummer";Postensperre bis;"Bezeichnung SoBil-Sachverhalt";\
            Kennzeichen SoBil-Buchung;Festschreibung;Leistungsdatum;Datum Zuord. Steuerperiode;Fälligkeit;\
            "Generalumkehr (GU)";Steuersatz;"Land";"Abrechnungsreferenz";BVV-Position;"EU-Land u. UStID (Ursprung)";\
            EU-Steuersatz (Ursprung);Abw. Skontokonto""";
    private static final int INFORMATIONS = 8;
    private static final int MORE_INFORMATIONS = 20;

    private static final List<String> ALL = all();

    private DatevColumns() {}

    private static List<String> all() {
        List<String> names = new ArrayList<>(List.of(FIRST.split(";")));
        for (int i = 1; i <= INFORMATIONS; i++) {
            names.add("\"Beleginfo - Art " + i + "\"");
            names.add("\"Beleginfo - Inhalt " + i + "\"");
        }
        names.addAll(List.of(MIDDLE.split(";")));
        for (int i = 1; i <= MORE_INFORMATIONS; i++) {
            names.add("\"Zusatzinformation - Art " + i + "\"");
            names.add("\"Zusatzinformation- Inhalt " + i + "\"");
        }
        names.addAll(List.of(LAST.split(";")));
        return List.copyOf(names);
    }

    static String names() {
        return ALL.stream().map(name -> name.replace(TEXT, "")).collect(Collectors.joining(";"));
    }

    /** A row with these values by column; other columns are empty, which text says by its quotation marks. */
    static String row(Map<String, String> values) {
        return ALL.stream().map(name -> name.startsWith(TEXT)
                ? quoted(values.getOrDefault(name.replace(TEXT, ""), ""))
                : values.getOrDefault(name, "")).collect(Collectors.joining(";"));
    }

    /** A text, which may hold quotation marks. */
    static String quoted(String text) {
        return TEXT + text.replace(TEXT, TEXT + TEXT) + TEXT;
    }
}
