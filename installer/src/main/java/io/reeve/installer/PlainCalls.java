package io.reeve.installer;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Methods of one class that do what its dynamic calls would: those for a switch over types, which
/// `SwitchBootstraps.typeSwitch` binds, and those for `equals` and `hashCode` of a record, which
/// `ObjectMethods` binds. All others stay as they are.
final class PlainCalls {
  private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
  private static final ClassDesc RECORDS = ClassDesc.of("java.lang.runtime.ObjectMethods");
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final MethodTypeDesc OBJECTS_HASH =
      MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object);
  private static final MethodTypeDesc OBJECTS_EQUALS =
      MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object);

  private final ClassDesc self;
  private final boolean isInterface;
  private final List<Consumer<ClassBuilder>> methods = new ArrayList<>();

  PlainCalls(ClassModel type) {
    self = type.thisClass().asSymbol();
    isInterface = type.flags().has(AccessFlag.INTERFACE);
  }

  /// Puts a call of a plain method in place of a dynamic one.
  ///
  /// @return false, and nothing is written, when it has to stay
  boolean replace(InvokeDynamicInstruction call, CodeBuilder code) {
    var binder = call.bootstrapMethod().owner();
    var arguments = call.bootstrapArgs();
    if (binder.equals(SWITCHES)
        && call.bootstrapMethod().methodName().equals("typeSwitch")
        && arguments.stream().allMatch(PlainCalls::isType)) {
      var types = arguments.stream().map(ClassDesc.class::cast).toList();
      add(call, code, body -> select(body, types));
      return true;
    }
    if (binder.equals(RECORDS) && !call.name().equalsString("toString")) {
      var fields =
          arguments.subList(2, arguments.size()).stream()
              .map(DirectMethodHandleDesc.class::cast)
              .map(getter ->
                  new Field(self, getter.methodName(), getter.invocationType().returnType()))
              .toList();
      boolean hash = call.name().equalsString("hashCode");
      add(call, code, hash ? body -> hash(body, fields) : body -> compare(body, fields));
      return true;
    }
    return false;
  }

  void writeTo(ClassBuilder type) {
    methods.forEach(method -> method.accept(type));
  }

  private static boolean isType(ConstantDesc label) {
    return label instanceof ClassDesc type && !type.isPrimitive();
  }

  private void add(InvokeDynamicInstruction call, CodeBuilder code, Consumer<CodeBuilder> body) {
    var name = "reeve$plain$" + methods.size();
    var type = call.typeSymbol();
    int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
    methods.add(out -> out.withMethodBody(name, type, flags, body));
    code.invokestatic(self, name, type, isInterface);
  }

  /// `(T target, int from) -> int`: the first type from that one on of which the target is, the
  /// number of types when there is none, and -1 for null.
  private static void select(CodeBuilder code, List<ClassDesc> types) {
    var some = code.newLabel();
    code.aload(0).ifnonnull(some).iconst_m1().ireturn().labelBinding(some);
    for (int i = 0; i < types.size(); i++) {
      var next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf(types.get(i)).ifeq(next);
      code.loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(types.size()).ireturn();
  }

  /// `(R self) -> int`.
  private static void hash(CodeBuilder code, List<Field> fields) {
    code.iconst_0();
    for (var field : fields) {
      code.bipush(31).imul();
      field.load(code, 0);
      if (field.type().isPrimitive()) {
        code.invokestatic(
            field.box(), "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, field.type()));
      } else {
        code.invokestatic(OBJECTS, "hashCode", OBJECTS_HASH);
      }
      code.iadd();
    }
    code.ireturn();
  }

  /// `(R self, Object other) -> boolean`.
  private void compare(CodeBuilder code, List<Field> fields) {
    var another = code.newLabel();
    var different = code.newLabel();
    code.aload(0).aload(1).if_acmpne(another).iconst_1().ireturn().labelBinding(another);
    code.aload(1).instanceOf(self).ifeq(different).aload(1).checkcast(self).astore(2);
    for (var field : fields) {
      field.load(code, 0);
      field.load(code, 2);
      switch (TypeKind.from(field.type())) {
        case REFERENCE -> code.invokestatic(OBJECTS, "equals", OBJECTS_EQUALS).ifeq(different);
        case LONG -> code.lcmp().ifne(different);
        case FLOAT, DOUBLE ->
            code.invokestatic(
                    field.box(),
                    "compare",
                    MethodTypeDesc.of(ConstantDescs.CD_int, field.type(), field.type()))
                .ifne(different);
        case BOOLEAN, BYTE, CHAR, SHORT, INT, VOID -> code.if_icmpne(different);
      }
    }
    code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
  }

  /// @param owner the record
  private record Field(ClassDesc owner, String name, ClassDesc type) {
    void load(CodeBuilder code, int variable) {
      code.aload(variable).getfield(owner, name, type);
    }

    /// The class of the JDK that knows the primitive type.
    ClassDesc box() {
      return switch (TypeKind.from(type)) {
        case BOOLEAN -> ConstantDescs.CD_Boolean;
        case BYTE -> ConstantDescs.CD_Byte;
        case CHAR -> ConstantDescs.CD_Character;
        case SHORT -> ConstantDescs.CD_Short;
        case INT -> ConstantDescs.CD_Integer;
        case LONG -> ConstantDescs.CD_Long;
        case FLOAT -> ConstantDescs.CD_Float;
        case DOUBLE -> ConstantDescs.CD_Double;
        case REFERENCE, VOID -> throw new IllegalStateException(name + " is no primitive");
      };
    }
  }
}
