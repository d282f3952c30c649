package io.jenkins.plugins.k8sdag.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A picture of a page, compared with the one in the docs. Fonts differ between machines, so that what is compared is how light and of
 * which colour each of some large fields is; a part that is missing, misplaced or of another colour is seen, a letter is not.
 */
final class Picture {
    private static final int FIELDS = 24;
    /** Of 255. */
    private static final int TOLERANCE = 40;
    /** So many of the fields may differ by more: one edge may lie on either side of a field's. */
    private static final double MAY_DIFFER = 0.04;

    private Picture() {}

    /**
     * Takes a picture, and holds it against the docs' one of that name; with {@code -Dpictures=DIR} it is put there instead.
     *
     * @param docs the folder of the docs' pictures
     */
    static void take(Page page, Path docs, String name) throws IOException {
        byte[] png = page.screenshot();
        String write = System.getProperty("pictures", "");
        if (!write.isEmpty()) {
            Files.write(Path.of(write).resolve(name), png);
            return;
        }
        Path taken = Files.createDirectories(Path.of("target", "pictures")).resolve(name);
        Files.write(taken, png);
        BufferedImage now = ImageIO.read(new ByteArrayInputStream(png));
        BufferedImage then = ImageIO.read(docs.resolve(name).toFile());
        assertThat(now.getWidth() + "x" + now.getHeight()).as(name).isEqualTo(then.getWidth() + "x" + then.getHeight());
        int different = 0;
        for (int x = 0; x < FIELDS; x++) {
            for (int y = 0; y < FIELDS; y++) {
                different += apart(mean(now, x, y), mean(then, x, y)) > TOLERANCE ? 1 : 0;
            }
        }
        assertThat(different)
                .as("fields of " + taken + " that do not look as in docs/images/" + name
                        + " (look at both; -Dpictures=DIR writes new ones)")
                .isLessThanOrEqualTo((int) (FIELDS * FIELDS * MAY_DIFFER));
    }

    private static int apart(Color a, Color b) {
        int red = Math.abs(a.getRed() - b.getRed());
        int green = Math.abs(a.getGreen() - b.getGreen());
        return Math.max(Math.max(red, green), Math.abs(a.getBlue() - b.getBlue()));
    }

    private static Color mean(BufferedImage image, int fieldX, int fieldY) {
        long red = 0;
        long green = 0;
        long blue = 0;
        long n = 0;
        for (int x = image.getWidth() * fieldX / FIELDS; x < image.getWidth() * (fieldX + 1) / FIELDS; x++) {
            for (int y = image.getHeight() * fieldY / FIELDS; y < image.getHeight() * (fieldY + 1) / FIELDS; y++) {
                int rgb = image.getRGB(x, y);
                red += rgb >> 16 & 0xff;
                green += rgb >> 8 & 0xff;
                blue += rgb & 0xff;
                n++;
            }
        }
        return new Color((int) (red / n), (int) (green / n), (int) (blue / n));
    }
}
