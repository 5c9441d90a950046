package io.reeve.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.core.spi.OsException;
import io.reeve.core.spi.RemoteAction.Result;
import io.reeve.platform.linux.LuksVolumes.Volume;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With the real libcryptsetup, on volumes in files.
final class LuksHeaderTest {
  private static final long DATA = 20L << 20;
  @TempDir Path folder;

  private LuksFile volume(String type) throws IOException {
    var file = folder.resolve("disk");
    return LuksFile.make(file, file, type, "correct horse", "battery staple");
  }

  private static LuksHeader header(LuksFile volume) throws IOException {
    return new LuksHeader(volume.header(), Cryptsetup.library());
  }

  @ParameterizedTest
  @ValueSource(strings = {"LUKS1", "LUKS2"})
  void anErasedVolumeIsOpenedByNoneOfItsPassphrases(String type) throws IOException {
    var volume = volume(type);
    assertThat(volume.opens("correct horse")).isTrue();
    assertThat(volume.opens("battery staple")).isTrue();
    assertThat(volume.opens("another")).isFalse();

    assertThat(header(volume).erase().slots()).isEqualTo(2);

    assertThat(volume.opens("correct horse")).isFalse();
    assertThat(volume.opens("battery staple")).isFalse();
    assertThat(header(volume).isThere()).isFalse();
  }

  @Test
  void noCopyOfTheHeaderAndNoTokenIsLeft() throws IOException {
    var volume = volume("LUKS2");
    assertThat(text(volume.file())).contains("LUKS\u00ba\u00be", "SKUL\u00ba\u00be", "a-card");
    assertThat(header(volume).erase().tokens()).isEqualTo(1);
    assertThat(text(volume.file()))
        .doesNotContain("LUKS\u00ba\u00be", "SKUL\u00ba\u00be", "a-card", "keyslots");
  }

  @Test
  void theDataItselfIsNotTouched() throws IOException {
    var volume = volume("LUKS2");
    try (var file = new RandomAccessFile(volume.file().toFile(), "rw")) {
      file.seek(DATA);
      file.write("noise".getBytes(StandardCharsets.US_ASCII));
    }
    var _ = header(volume).erase();
    assertThat(text(volume.file())).contains("noise").hasSize(32 << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LUKS1", "LUKS2"})
  void aHeaderApartFromItsDataIsErased(String type) throws IOException {
    var volume =
        LuksFile.make(folder.resolve("disk"), folder.resolve("header"), type, "correct horse");
    assertThat(volume.opens("correct horse")).isTrue();
    assertThat(header(volume).erase().slots()).isEqualTo(1);
    assertThat(volume.opens("correct horse")).isFalse();
    assertThat(text(volume.header())).doesNotContain("LUKS\u00ba\u00be");
  }

  @Test
  void whatIsNoVolumeIsLeftAlone() throws IOException {
    var file = folder.resolve("photos");
    Files.writeString(file, "x".repeat(1 << 20));
    var header = new LuksHeader(file, Cryptsetup.library());
    assertThat(header.isThere()).isFalse();
    assertThatThrownBy(header::erase).isInstanceOf(OsException.class).hasMessageContaining("load");
    assertThat(file).hasContent("x".repeat(1 << 20));
  }

  @Test
  void oneThatResistsDoesNotSaveTheOthersAndIsNamed() throws IOException {
    var volume = volume("LUKS2");
    var broken = LuksFile.make(folder.resolve("two"), folder.resolve("two"), "LUKS2", "three");
    var library = new Stubborn(Cryptsetup.library(), broken.file());
    var volumes = List.of(open("root", broken), closed("home", volume));
    assertThatThrownBy(() -> erase(library.api(), volumes))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "erased: home (2 keys); NOT erased: root: crypt_keyslot_destroy failed")
        .hasMessageEndingWith("the machine stays on, and another wipe erases what is left");
    assertThat(volume.opens("correct horse")).isFalse();
    assertThat(broken.opens("three")).isTrue();
    assertThatThrownBy(() -> erase(library.api(), volumes))
        .hasMessageStartingWith("no key could be erased: root");
  }

  private static Volume open(String name, LuksFile volume) throws IOException {
    return new Volume(name, volume.header(), volume.file(), header(volume).uuid());
  }

  private static Volume closed(String name, LuksFile volume) {
    return new Volume(name, volume.header(), volume.file(), Optional.empty());
  }

  private Erasure erasure(Cryptsetup library) {
    return new Erasure(library, new ErasedVolumes(Scratch.host(folder)));
  }

  private Result erase(Cryptsetup library, List<Volume> volumes) throws IOException {
    return erasure(library).erase(volumes, List.of(), List.of());
  }

  @Test
  void aVolumeThatWeErasedBeforeTheAgentEndedIsErasedAlready() throws IOException {
    var volumes = List.of(open("root", volume("LUKS2")));
    assertThat(erase(Cryptsetup.library(), volumes))
        .isEqualTo(new Result.Done("erased: root (2 keys); the machine is being switched off"));
    assertThat(erasure(Cryptsetup.library()).obstacle(volumes)).isEmpty();
    assertThat(erase(Cryptsetup.library(), volumes))
        .isEqualTo(new Result.Done("erased: root (before); the machine is being switched off"));
  }

  @Test
  void anOpenVolumeWhoseHeaderIsSomewhereElseIsNotErasedAndStopsTheWipeBefore() throws IOException {
    var volume = LuksFile.make(folder.resolve("disk"), folder.resolve("header"), "LUKS2", "three");
    var volumes = List.of(new Volume("root", volume.file(), volume.file(), header(volume).uuid()));
    assertThat(erasure(Cryptsetup.library()).obstacle(volumes).orElseThrow())
        .startsWith("the keys of root cannot be erased: it is open, and its header is not on ");
    assertThatThrownBy(() -> erase(Cryptsetup.library(), volumes))
        .hasMessageStartingWith("no key could be erased: root: it is open");
    assertThat(volume.opens("three")).isTrue();
  }

  @Test
  void aHeaderOfAnotherVolumeThanTheOpenOneIsLeftAlone() throws IOException {
    var other = volume("LUKS2");
    var volumes = List.of(new Volume("root", other.header(), other.file(), Optional.of("4711")));
    assertThat(erasure(Cryptsetup.library()).obstacle(volumes).orElseThrow())
        .endsWith("is of another volume");
    assertThatThrownBy(() -> erase(Cryptsetup.library(), volumes))
        .hasMessageContaining("is of another volume");
    assertThat(other.opens("correct horse")).isTrue();
  }

  @Test
  void aHeaderThatCannotBeReadIsNotOneThatIsGone() throws IOException {
    var header = new LuksHeader(folder.resolve("nowhere"), Cryptsetup.library());
    assertThatThrownBy(header::isThere).isInstanceOf(OsException.class);
  }

  @Test
  void aDiskThatTakesNoNoteSavesNoKey() throws IOException {
    Scratch.file(folder, "/etc/reeve", "no folder");
    var volume = volume("LUKS2");
    var volumes = List.of(open("root", volume));
    var erased = new ErasedVolumes(Scratch.host(folder));
    var erasure = new Erasure(Cryptsetup.library(), erased);
    assertThat(erasure.erase(volumes, List.of(), List.of())).isInstanceOf(Result.Done.class);
    assertThat(volume.opens("correct horse")).isFalse();
    assertThat(erased.hasAnyNow()).isTrue();
    assertThat(erasure.obstacle(volumes)).isEmpty();
  }

  @Test
  void whatIsLeftInTheOpenIsNoDoneAndWhatIsPluggedInIsNamed() throws IOException {
    var volumes = List.of(open("root", volume("LUKS2")));
    var erasure = erasure(Cryptsetup.library());
    assertThatThrownBy(() -> erasure.erase(volumes, List.of("/home (/dev/sdb)"), List.of()))
        .hasMessageStartingWith("erased: root (2 keys); NOT erased: /home (/dev/sdb); ");
    assertThat(((Result.Done) erasure.erase(volumes, List.of(), List.of("stick"))).output())
        .contains("plugged in and left alone: stick");
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
