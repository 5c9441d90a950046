package io.reeve.platform.windows;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// An object of COM. An interface of COM is a Java interface that extends this one, has the
/// header's name, its identifier and, for each method we call, the header's name and its place in
/// the table of methods. A test compares all of it with the Windows headers.
///
/// Parameters are `int` for 32 bits, `short` for a VARIANT_BOOL (0 or -1), `long` for an object,
/// `String` for a BSTR, arrays of one for what the method gives back; what it gives back as a
/// `String[]` or a `long[]` belongs to the caller: texts are freed at once, objects by
/// [ComSession#at]. A method that fails throws; one that tells more than success answers the
/// HRESULT.
interface ComObject {
  /// A method's place in the table of methods.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Slot {
    int value();
  }

  /// The identifier of an interface.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Iid {
    String value();
  }
}
