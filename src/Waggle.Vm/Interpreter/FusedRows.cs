using static Waggle.Vm.Interpreter.Binary;
using static Waggle.Vm.Interpreter.Condition;
using static Waggle.Vm.Interpreter.Unary;
using static Waggle.Vm.Interpreter.Width;

namespace Waggle.Vm.Interpreter;

/// <summary>The rows of <see cref="FusedHandlers"/>.</summary>
internal static class FusedRows
{
    internal static void AddAll(FusedHandlers table)
    {
        // a = b; a op= c: clang's way to write a = b op c.
        AddAfterMove<Same, Add64>(table);
        AddAfterMove<Same, Subtract64>(table);
        AddAfterMove<Same, Multiply64>(table);
        AddAfterMove<Same, And64>(table);
        AddAfterMove<Same, Or64>(table);
        AddAfterMove<Same, Xor64>(table);
        AddAfterMove<Same, ShiftLeft64>(table);
        AddAfterMove<Same, ShiftRight64>(table);
        AddAfterMove<Low32, Add32>(table);
        AddAfterMove<Low32, Subtract32>(table);
        AddAfterMove<Low32, Multiply32>(table);
        AddAfterMove<Low32, And32>(table);
        AddAfterMove<Low32, Or32>(table);
        AddAfterMove<Low32, Xor32>(table);
        AddAfterMove<Low32, ShiftLeft32>(table);
        AddAfterMove<Low32, ShiftRight32>(table);

        // Shifts and what makes hashes, rotations and wider numbers of them.
        AddAfterShift<Same, ShiftLeft64, Xor64>(table);
        AddAfterShift<Same, ShiftLeft64, Or64>(table);
        AddAfterShift<Same, ShiftLeft64, Add64>(table);
        AddAfterShift<Same, ShiftRight64, Xor64>(table);
        AddAfterShift<Same, ShiftRight64, Or64>(table);
        AddAfterShift<Same, ShiftRight64, Add64>(table);
        AddAfterShift<Low32, ShiftLeft32, Xor32>(table);
        AddAfterShift<Low32, ShiftLeft32, Or32>(table);
        AddAfterShift<Low32, ShiftLeft32, Add32>(table);
        AddAfterShift<Low32, ShiftRight32, Xor32>(table);
        AddAfterShift<Low32, ShiftRight32, Or32>(table);
        AddAfterShift<Low32, ShiftRight32, Add32>(table);

        AddAfterMultiply<Multiply32, Add32>(table);
        AddAfterMultiply<Multiply64, Add64>(table);

        // A loop counts, and asks whether it is done.
        AddCount<Add64, NotEqual64, Equal64>(table);
        AddCount<Add64, NotEqual32, Equal32>(table);
        AddCount<Add32, NotEqual32, Equal32>(table);

        // Is there so much packet? Is this bit set?
        AddBranches<Compute<Add64, Last, Constant>, Test<Greater64, Last, Source>>(table);
        AddBranches<Compute<And32, Last, Constant>, Test<Equal32, Last, Constant>>(table);
        AddBranches<Compute<And32, Last, Constant>, Test<NotEqual32, Last, Constant>>(table);
        AddBranches<Compute<And64, Last, Constant>, Test<Equal64, Last, Constant>>(table);
        AddBranches<Compute<And64, Last, Constant>, Test<NotEqual64, Last, Constant>>(table);

        // What a loop carries over, before it goes round.
        AddBranches<Move<Same, Source>, Test<NotEqual64, Destination, Constant>>(table);
        AddBranches<Move<Same, Source>, Test<NotEqual32, Destination, Constant>>(table);
        AddBranches<Move<Low32, Source>, Test<NotEqual32, Destination, Constant>>(table);
        AddBranches<Move<Low32, Source>, Test<Equal32, Destination, Constant>>(table);

        AddAfterLoad<Likely<InPacket>, Width.Byte>(table);
        AddAfterLoad<Likely<InPacket>, Width.Half>(table);
        AddAfterLoad<Likely<InPacket>, Word>(table);
        AddAfterLoad<Certain, Word>(table);
        AddAfterLoad<Certain, Width.Double>(table);
        AddAfterLoad<Checked, Word>(table);
        AddAfterLoad<Checked, Width.Double>(table);

        // An element of an array.
        AddElement<Likely<InPacket>, Width.Byte>(table);
        AddElement<Likely<InReadOnly>, Width.Byte>(table);
        AddElement<Likely<InReadOnly>, Word>(table);
        AddElement<Likely<InFrame>, Width.Byte>(table);
        AddElement<Likely<InFrame>, Word>(table);
        AddElement<Checked, Width.Byte>(table);
        AddElement<Checked, Word>(table);
        AddElement<Checked, Width.Double>(table);

        AddMoves(table);
    }

    private static void AddAfterMove<TMove, TOperation>(FusedHandlers table)
        where TMove : struct, IUnary
        where TOperation : struct, IBinary
    {
        table.Add<Move<TMove, Source>, Compute<TOperation, Last, Constant>>();
        table.Add<Move<TMove, Source>, Compute<TOperation, Last, Source>>();
        table.Add<Move<TMove, Last>, Compute<TOperation, Last, Constant>>();
        table.Add<Move<TMove, Last>, Compute<TOperation, Last, Source>>();
    }

    private static void AddAfterShift<TMove, TShift, TOperation>(FusedHandlers table)
        where TMove : struct, IUnary
        where TShift : struct, IBinary
        where TOperation : struct, IBinary
    {
        table.Add<Compute<TShift, Destination, Constant>, Compute<TOperation, Last, Source>>();
        table.Add<Compute<TShift, Destination, Constant>, Compute<TOperation, Destination, Last>>();
        table.Add<Compute<TShift, Last, Constant>, Compute<TOperation, Last, Source>>();
        table.Add<Compute<TShift, Last, Constant>, Compute<TOperation, Destination, Last>>();
        table.Add<Move<TMove, Source>, Compute<TShift, Last, Constant>, Compute<TOperation, Last, Source>>();
        table.Add<Move<TMove, Source>, Compute<TShift, Last, Constant>, Compute<TOperation, Destination, Last>>();
        table.Add<Move<TMove, Last>, Compute<TShift, Last, Constant>, Compute<TOperation, Last, Source>>();
        table.Add<Move<TMove, Last>, Compute<TShift, Last, Constant>, Compute<TOperation, Destination, Last>>();
    }

    private static void AddAfterMultiply<TMultiply, TAdd>(FusedHandlers table)
        where TMultiply : struct, IBinary
        where TAdd : struct, IBinary
    {
        table.Add<Compute<TMultiply, Destination, Constant>, Compute<TAdd, Destination, Last>>();
        table.Add<Compute<TMultiply, Destination, Constant>, Compute<TAdd, Last, Source>>();
        table.Add<Compute<TMultiply, Destination, Constant>, Compute<TAdd, Last, Constant>>();
        table.Add<Compute<TMultiply, Last, Constant>, Compute<TAdd, Destination, Last>>();
        table.Add<Compute<TMultiply, Last, Constant>, Compute<TAdd, Last, Source>>();
        table.Add<Compute<TMultiply, Last, Constant>, Compute<TAdd, Last, Constant>>();
    }

    private static void AddCount<TAdd, TNotEqual, TEqual>(FusedHandlers table)
        where TAdd : struct, IBinary
        where TNotEqual : struct, ICondition
        where TEqual : struct, ICondition
    {
        AddBranches<Compute<TAdd, Destination, Constant>, Test<TNotEqual, Last, Constant>>(table);
        AddBranches<Compute<TAdd, Destination, Constant>, Test<TEqual, Last, Constant>>(table);
        AddBranches<Compute<TAdd, Last, Constant>, Test<TNotEqual, Last, Constant>>(table);
        AddBranches<Compute<TAdd, Last, Constant>, Test<TEqual, Last, Constant>>(table);
    }

    private static void AddBranches<TAction, TTest>(FusedHandlers table)
        where TAction : struct, IAction
        where TTest : struct, ITest
    {
        table.AddBranch<TAction, TTest, Free>();
        table.AddBranch<TAction, TTest, Back>();
    }

    private static void AddAfterLoad<TMode, TWidth>(FusedHandlers table)
        where TMode : struct, IAccessMode
        where TWidth : struct, IWidth
    {
        table.Add<Load<TMode, TWidth, Source>, Compute<ShiftLeft32, Last, Constant>>();
        table.Add<Load<TMode, TWidth, Source>, Compute<Or32, Destination, Last>>();
        table.Add<Load<TMode, TWidth, Source>, Compute<Xor32, Destination, Last>>();
        table.Add<Load<TMode, TWidth, Source>, Compute<Add32, Destination, Last>>();
        table.Add<Load<TMode, TWidth, Source>, Compute<Add32, Last, Source>>();
        table.Add<Load<TMode, TWidth, Source>, Compute<Add64, Destination, Last>>();
        table.Add<Load<TMode, TWidth, Source>, Compute<Add64, Last, Source>>();
        table.Add<Load<TMode, TWidth, Source>, Load<TMode, TWidth, Source>>();
        table.AddBranch<Load<TMode, TWidth, Source>, Test<Equal32, Last, Constant>, Free>();
        table.AddBranch<Load<TMode, TWidth, Source>, Test<NotEqual32, Last, Constant>, Free>();
    }

    private static void AddElement<TMode, TWidth>(FusedHandlers table)
        where TMode : struct, IAccessMode
        where TWidth : struct, IWidth
    {
        table.Add<Compute<Add64, Last, Source>, Load<TMode, TWidth, Last>>();
        table.Add<Compute<Add64, Destination, Source>, Load<TMode, TWidth, Last>>();
        table.Add<Compute<ShiftLeft64, Last, Constant>, Compute<Add64, Last, Source>, Load<TMode, TWidth, Last>>();
        table.Add<Move<Same, Source>, Compute<Add64, Last, Source>, Load<TMode, TWidth, Last>>();
    }

    private static void AddMoves(FusedHandlers table)
    {
        table.Add<Move<Same, Constant>, Move<Same, Constant>>();
        table.Add<Move<Same, Constant>, Move<Same, Source>>();
        table.Add<Move<Same, Source>, Move<Same, Source>>();
        table.Add<Move<Low32, Source>, Move<Low32, Source>>();
        table.Add<Compute<Add32, Destination, Constant>, Move<Same, Source>>();
        table.Add<Compute<Add32, Destination, Constant>, Move<Low32, Source>>();
        table.Add<Compute<Add64, Destination, Constant>, Move<Same, Source>>();
        table.Add<Compute<Add64, Destination, Constant>, Move<Low32, Source>>();
        table.Add<Compute<Add64, Last, Source>, Move<Same, Source>>();
        table.Add<Compute<Add64, Last, Source>, Move<Same, Last>>();
        table.Add<Compute<Xor64, Last, Source>, Move<Same, Last>>();
        table.Add<Compute<Add32, Last, Source>, Move<Low32, Last>>();
        table.Add<Compute<Xor32, Last, Source>, Move<Low32, Last>>();
        table.Add<Compute<Add32, Last, Source>, Store<Certain, Word, Destination, Last>>();
        table.Add<Compute<Xor32, Last, Source>, Store<Certain, Word, Destination, Last>>();
        table.Add<Compute<And32, Last, Constant>, Store<Certain, Word, Destination, Last>>();
    }
}
