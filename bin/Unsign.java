// Removes the signatures from the jars named on the command line. The JVM checks the digest of every class of a signed
// jar as it loads it, and keeps none of them in an AOT cache: with ELK's jars signed, the example takes twice as long.

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

void main(String[] jars) throws IOException {
    for (String jar : jars) {
        try (FileSystem zip = FileSystems.newFileSystem(Path.of(jar));
                DirectoryStream<Path> signatures =
                        Files.newDirectoryStream(zip.getPath("META-INF"), "*.{SF,RSA,DSA,EC}")) {
            for (Path signature : signatures) {
                Files.delete(signature);
            }
        }
    }
}
