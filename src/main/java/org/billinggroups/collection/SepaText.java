package org.billinggroups.collection;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Text as SEPA messages take it: Latin letters without accents, digits, blanks and {@code /-?:().,'+}. Other letters of
 * European languages are transcribed (European Payments Council, EPC217-08, best practices); what is left becomes a
 * full stop.
 */
final class SepaText {
    private static final String ALLOWED = "/-?:().,'+ ";
    private static final Map<Integer, String> TRANSCRIBED = new HashMap<>();

    static {
        // A letter, then what stands for it; accents are taken off before.
        put("ß ss æ ae Æ AE œ oe Œ OE ø o Ø O đ d Đ D ð d Ð D þ th Þ TH ł l Ł L ħ h Ħ H ı i ŋ n Ŋ N ŧ t Ŧ T ĸ k ẞ SS");
        put("& + @ (at) _ - € EUR £ GBP \" ' ’ ' ‘ ' ` ' ´ ' “ ' ” ' „ ' « ' » ' – - — - "
                + "‐ - ‑ - [ ( ] ) { ( } ) ; , ! . * . = - "
                + "< ( > ) | / \\ /");
        put("α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o");
        put("Α A Β V Γ G Δ D Ε E Ζ Z Η I Θ TH Ι I Κ K Λ L Μ M Ν N Ξ X Ο O Π P Ρ R Σ S Τ T Υ Y Φ F Χ CH Ψ PS Ω O");
        put("а a б b в v г g д d е e ж zh з z и i к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh щ sht "
                + "ъ a ь y ю yu я ya ы y э e є ye і i ђ dj ј j љ lj њ nj ћ c џ dz ѕ dz");
        put("А A Б B В V Г G Д D Е E Ж ZH З Z И I К K Л L М M Н N О O П P Р R С S Т T У U Ф F Х H Ц TS Ч CH Ш SH Щ SHT "
                + "Ъ A Ь Y Ю YU Я YA Ы Y Э E Є YE І I Ђ DJ Ј J Љ LJ Њ NJ Ћ C Џ DZ Ѕ DZ");
    }

    private SepaText() {}

    private static void put(String pairs) {
        var words = pairs.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            TRANSCRIBED.put(words[i].codePointAt(0), words[i + 1]);
        }
    }

    /** The text in these characters and in one line, cut where it is longer. */
    static String of(String text, int longest) {
        var plain = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKD).codePoints().forEach(character -> {
            if (isAllowed(character)) {
                plain.appendCodePoint(character);
            } else if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
                plain.append(' ');
            } else if (Character.getType(character) != Character.NON_SPACING_MARK) {
                plain.append(TRANSCRIBED.getOrDefault(character, "."));
            }
        });
        var line = plain.toString().replaceAll(" +", " ").strip();
        var cut = line.length() <= longest ? line : line.substring(0, longest).strip();
        return cut.isEmpty() ? "." : cut;
    }

    private static boolean isAllowed(int character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9' || ALLOWED.indexOf(character) >= 0;
    }
}
