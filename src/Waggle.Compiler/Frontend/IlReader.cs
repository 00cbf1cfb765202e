using System.Buffers.Binary;
using System.Reflection.Metadata;

namespace Waggle.Compiler.Frontend;

/// <summary>Decodes IL: ECMA-335 III.</summary>
internal static class IlReader
{
    internal static List<IlInstruction> Read(byte[] il)
    {
        var instructions = new List<IlInstruction>(il.Length / 2);
        for (int at = 0; at < il.Length;)
        {
            int start = at;
            int code = il[at++];
            if (code == 0xfe) code = code << 8 | il[at++];
            var op = (ILOpCode)code;
            int[]? targets = null;
            long operand = 0;
            if (op == ILOpCode.Switch)
            {
                int count = BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at));
                at += 4;
                targets = new int[count];
                int end = at + count * 4;
                for (int i = 0; i < count; i++, at += 4) targets[i] = end + BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at));
            }
            else
            {
                ReadOnlySpan<byte> rest = il.AsSpan(at);
                int size = OperandSize(op);
                operand = size switch
                {
                    1 when op is ILOpCode.Ldc_i4_s || op.IsBranch() => (sbyte)rest[0],
                    1 => rest[0],
                    2 => BinaryPrimitives.ReadUInt16LittleEndian(rest),
                    4 => BinaryPrimitives.ReadInt32LittleEndian(rest),
                    8 => BinaryPrimitives.ReadInt64LittleEndian(rest),
                    _ => 0,
                };
                at += size;
                if (op.IsBranch()) operand += at;
            }

            instructions.Add(new IlInstruction(start, at, op, operand, targets));
        }

        return instructions;
    }

    private static int OperandSize(ILOpCode op)
    {
        if (op.IsBranch()) return op.GetBranchOperandSize();
        return op switch
        {
            ILOpCode.Ldarg_s or ILOpCode.Ldarga_s or ILOpCode.Starg_s or ILOpCode.Ldloc_s or ILOpCode.Ldloca_s or ILOpCode.Stloc_s
                or ILOpCode.Ldc_i4_s or ILOpCode.Unaligned => 1,
            ILOpCode.Ldarg or ILOpCode.Ldarga or ILOpCode.Starg or ILOpCode.Ldloc or ILOpCode.Ldloca or ILOpCode.Stloc => 2,
            ILOpCode.Ldc_i8 or ILOpCode.Ldc_r8 => 8,
            ILOpCode.Ldc_i4 or ILOpCode.Ldc_r4 or ILOpCode.Jmp or ILOpCode.Call or ILOpCode.Calli or ILOpCode.Callvirt
                or ILOpCode.Cpobj or ILOpCode.Ldobj or ILOpCode.Ldstr or ILOpCode.Newobj or ILOpCode.Castclass or ILOpCode.Isinst
                or ILOpCode.Unbox or ILOpCode.Ldfld or ILOpCode.Ldflda or ILOpCode.Stfld or ILOpCode.Ldsfld or ILOpCode.Ldsflda
                or ILOpCode.Stsfld or ILOpCode.Stobj or ILOpCode.Box or ILOpCode.Newarr or ILOpCode.Ldelema or ILOpCode.Ldelem
                or ILOpCode.Stelem or ILOpCode.Unbox_any or ILOpCode.Refanyval or ILOpCode.Mkrefany or ILOpCode.Ldtoken
                or ILOpCode.Ldftn or ILOpCode.Ldvirtftn or ILOpCode.Initobj or ILOpCode.Constrained or ILOpCode.Sizeof => 4,
            _ => 0,
        };
    }
}
