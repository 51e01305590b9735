package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppearanceTest {
    private static String picture(int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
    }

    @Test
    void takesAPicture() throws IOException {
        var url = picture(40, 20);
        assertThat(Appearance.logo(url)).isEqualTo(url);
    }

    @Test
    void refusesAPictureOfVeryManyPixelsInFewBytes() throws IOException {
        var url = picture(6000, 6000);
        assertThatThrownBy(() -> Appearance.logo(url)).hasMessageContaining("expected a PNG or JPEG");
    }

    @ParameterizedTest
    @ValueSource(strings = { "logo.png", "/etc/passwd", "data:image/png;base64,AAAA", "data:image/svg+xml;base64,AAAA",
            "data:image/png;base64,", "data:text/html,<b>" })
    void refusesWhatIsNoPicture(String text) {
        assertThatThrownBy(() -> Appearance.logo(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a PNG or JPEG");
    }

    @ParameterizedTest
    @CsvSource({ "#000000, true", "#FF0000, false", "#E60000, true", "#767676, true", "#777777, false", "#0000FF, true",
            "#FFFFFF, false", "#FFFF00, false", "#00FF00, false", "#F5F5DC, false", "#1B4F8A, true", "#008C00, false",
            "#008A00, true" })
    void refusesColoursThatCannotBeReadOnWhite(String color, boolean readable) {
        if (readable) {
            assertThat(Appearance.color(color)).isEqualTo(color);
        } else {
            assertThatThrownBy(() -> Appearance.color(color)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("contrast of 4.5 to 1");
        }
    }

    @Test
    void takesColoursInSixDigits() {
        assertThat(Appearance.color("#1b4f8a")).isEqualTo("#1B4F8A");
        assertThat(Appearance.color("#7A1FA2")).isEqualTo("#7A1FA2");
        assertThatThrownBy(() -> Appearance.color("blue")).hasMessageContaining("expected a colour");
    }
}
