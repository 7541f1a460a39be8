package io.breaker.spring.aop;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Follows where {@code this} lies on the operand stack of one method, so that {@code this.find()} and
 * {@code self.find()}, which goes through the proxy, can be told apart. Needs expanded frames.
 */
abstract class ThisTracker extends MethodVisitor {

    /** How many slots each instruction without operands adds to the stack. */
    private static final int[] GROWTH = new int[Opcodes.IFNONNULL + 1];

    static {
        grow(1, Opcodes.ACONST_NULL, Opcodes.ICONST_5);
        grow(2, Opcodes.LCONST_0, Opcodes.LCONST_1);
        grow(1, Opcodes.FCONST_0, Opcodes.FCONST_2);
        grow(2, Opcodes.DCONST_0, Opcodes.DCONST_1);
        grow(-1, Opcodes.IALOAD, Opcodes.SALOAD);
        growEach(0, Opcodes.LALOAD, Opcodes.DALOAD);
        grow(-3, Opcodes.IASTORE, Opcodes.SASTORE);
        growEach(-4, Opcodes.LASTORE, Opcodes.DASTORE);
        growEach(-1, Opcodes.POP, Opcodes.ATHROW, Opcodes.MONITORENTER, Opcodes.MONITOREXIT);
        growEach(-2, Opcodes.POP2);
        grow(1, Opcodes.DUP, Opcodes.DUP_X2);
        grow(2, Opcodes.DUP2, Opcodes.DUP2_X2);
        for (int opcode = Opcodes.IADD; opcode <= Opcodes.DREM; opcode++) { // in turns int, long, float, double
            GROWTH[opcode] = (opcode - Opcodes.IADD) % 2 == 0 ? -1 : -2;
        }
        grow(-1, Opcodes.ISHL, Opcodes.LUSHR);
        for (int opcode = Opcodes.IAND; opcode <= Opcodes.LXOR; opcode++) {
            GROWTH[opcode] = (opcode - Opcodes.IAND) % 2 == 0 ? -1 : -2;
        }
        growEach(1, Opcodes.I2L, Opcodes.I2D, Opcodes.F2L, Opcodes.F2D);
        growEach(-1, Opcodes.L2I, Opcodes.L2F, Opcodes.D2I, Opcodes.D2F, Opcodes.FCMPL, Opcodes.FCMPG);
        growEach(-3, Opcodes.LCMP, Opcodes.DCMPL, Opcodes.DCMPG);
        growEach(-1, Opcodes.IFNULL, Opcodes.IFNONNULL);
        grow(-1, Opcodes.IFEQ, Opcodes.IFLE);
        grow(-2, Opcodes.IF_ICMPEQ, Opcodes.IF_ACMPNE);
    }

    private static void grow(int slots, int first, int last) {
        Arrays.fill(GROWTH, first, last + 1, slots);
    }

    private static void growEach(int slots, int... opcodes) {
        for (int opcode : opcodes) {
            GROWTH[opcode] = slots;
        }
    }

    private final boolean isStatic;
    private final BitSet isThis = new BitSet();
    private int depth;
    private int line;

    ThisTracker(boolean isStatic) {
        super(SpringAsmInfo.ASM_VERSION);
        this.isStatic = isStatic;
    }

    /** Hears of each call, and each method reference, on {@code this}. */
    abstract void calledOnThis(String name, String descriptor, int line);

    private void change(int popped, int pushed) {
        depth = Math.max(0, depth - popped);
        isThis.clear(depth, depth + pushed);
        depth += pushed;
    }

    private void change(int growth) {
        change(Math.max(0, -growth), Math.max(0, growth));
    }

    private boolean isThis(int below) {
        return depth >= below && isThis.get(depth - below);
    }

    @Override
    public void visitLineNumber(int number, Label start) {
        line = number;
    }

    @Override
    public void visitFrame(
            int type,
            int numLocal,
            @Nullable Object @Nullable [] local,
            int numStack,
            @Nullable Object @Nullable [] stack) {
        depth = 0;
        for (int i = 0; stack != null && i < numStack; i++) {
            depth += Opcodes.LONG.equals(stack[i]) || Opcodes.DOUBLE.equals(stack[i]) ? 2 : 1;
        }
    }

    @Override
    public void visitInsn(int opcode) {
        boolean isCopy = opcode == Opcodes.DUP && isThis(1);
        change(GROWTH[opcode]);
        if (isCopy) {
            isThis.set(depth - 1);
        }
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        boolean isStore = opcode >= Opcodes.ISTORE;
        int base = isStore ? Opcodes.ISTORE : Opcodes.ILOAD;
        int size = opcode - base == Opcodes.LLOAD - Opcodes.ILOAD || opcode - base == Opcodes.DLOAD - Opcodes.ILOAD
                ? 2
                : 1;
        change(isStore ? -size : size);
        if (opcode == Opcodes.ALOAD && index == 0 && !isStatic) {
            isThis.set(depth - 1);
        }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        change(opcode == Opcodes.NEWARRAY ? 1 : 0, 1);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        if (opcode != Opcodes.CHECKCAST) {
            change(opcode == Opcodes.NEW ? 0 : 1, 1);
        }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        int size = Type.getType(descriptor).getSize();
        int receiver = opcode == Opcodes.GETFIELD || opcode == Opcodes.PUTFIELD ? 1 : 0;
        boolean isGet = opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC;
        change(receiver + (isGet ? 0 : size), isGet ? size : 0);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        int sizes = Type.getArgumentsAndReturnSizes(descriptor);
        int popped = (sizes >> 2) - (opcode == Opcodes.INVOKESTATIC ? 1 : 0);
        boolean isVirtual = opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE;
        if (isVirtual && isThis(popped)) { // a call of super is none: it stays inside the call that is guarded
            calledOnThis(name, descriptor, line);
        }
        change(popped, sizes & 3);
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        int sizes = Type.getArgumentsAndReturnSizes(descriptor);
        int popped = (sizes >> 2) - 1;
        for (Object each : arguments) {
            if (each instanceof Handle handle
                    && (handle.getTag() == Opcodes.H_INVOKEVIRTUAL || handle.getTag() == Opcodes.H_INVOKEINTERFACE)
                    && popped > 0
                    && isThis(popped)) {
                calledOnThis(handle.getName(), handle.getDesc(), line);
            }
        }
        change(popped, sizes & 3);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        change(GROWTH[opcode]);
    }

    @Override
    public void visitLdcInsn(Object value) {
        change(value instanceof Long || value instanceof Double ? 2 : 1);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label dflt, Label... labels) {
        change(-1);
    }

    @Override
    public void visitLookupSwitchInsn(Label dflt, int[] keys, Label[] labels) {
        change(-1);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        change(dimensions, 1);
    }
}
