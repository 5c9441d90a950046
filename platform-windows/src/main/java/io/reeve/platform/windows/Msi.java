package io.reeve.platform.windows;

import com.sun.jna.Library;
import org.jspecify.annotations.Nullable;

/// What we call of `msi.dll`: what is installed, and what a package says of itself. All of it
/// answers an error code, but where it is said.
interface Msi extends Library {
  int INSTALLSTATE_DEFAULT = 5;

  /// Answers the state itself.
  int MsiQueryProductStateW(byte[] product);

  int MsiGetProductInfoW(byte[] product, byte[] property, byte[] value, int[] length);

  int MsiEnumRelatedProductsW(byte[] upgrade, int reserved, int index, byte[] product);

  int MsiOpenDatabaseW(byte[] file, long how, int[] database);

  int MsiDatabaseOpenViewW(int database, byte[] query, int[] view);

  int MsiViewExecute(int view, int record);

  int MsiViewFetch(int view, int[] record);

  int MsiRecordGetStringW(int record, int field, byte @Nullable [] value, int[] length);

  int MsiCloseHandle(int any);
}
