import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.*;
import org.apache.tika.parser.ocr.TesseractOCRConfig;
import org.apache.tika.sax.BodyContentHandler;

/** Apache Tika over a folder, in one warm Java process: `java -cp tika-app.jar bench/Tika.java FOLDER THREADS`. Prints the characters read. */
public class Tika {
    static final int WARM = 100;

    static long read(Path path) {
        var context = new ParseContext();
        var pictures = new TesseractOCRConfig();
        pictures.setSkipOcr(true);
        context.set(TesseractOCRConfig.class, pictures);
        try (var stream = Files.newInputStream(path)) {
            var handler = new BodyContentHandler(-1);
            new AutoDetectParser().parse(stream, handler, new Metadata(), context);
            return handler.toString().length();
        } catch (Exception | StackOverflowError | NoClassDefFoundError error) {
            return 0;
        }
    }

    public static void main(String[] asked) throws Exception {
        List<Path> paths;
        try (var found = Files.walk(Path.of(asked[0]))) {
            paths = found.filter(Files::isRegularFile).sorted().toList();
        }
        for (int n = 0; n < WARM; n++) read(paths.get(n % Math.min(4, paths.size())));
        var characters = new AtomicLong();
        var pool = Executors.newFixedThreadPool(Integer.parseInt(asked[1]));
        for (var path : paths) pool.submit(() -> characters.addAndGet(read(path)));
        pool.shutdown();
        pool.awaitTermination(1, TimeUnit.HOURS);
        System.err.println(characters);
    }
}
