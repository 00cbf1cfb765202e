using System.Reflection.Emit;
using Waggle.Vm.Code;

namespace Waggle.Vm.Jit;

internal sealed partial class FunctionCompiler
{
    private const int SegmentRegistersArgument = 1;
    private const int SegmentFrameArgument = 2;
    private const int SegmentEntryArgument = 3;

    // Goes to the block that the segment is entered at, with what that block reads in the variables.
    private void WriteSegmentEntry(Segment segment)
    {
        DeclareBudget();
        CodeBlock[] entries = [.. segment.Blocks.Where(b => IsEnteredFromOutside(segment, b))];
        Label[] labels = [.. entries.Select(_ => IL.DefineLabel())];
        for (int i = 0; i < entries.Length; i++)
        {
            IL.Emit(OpCodes.Ldarg, (short)SegmentEntryArgument);
            IL.Emit(OpCodes.Ldc_I4, entries[i].Index);
            IL.Emit(OpCodes.Beq, labels[i]);
        }

        // The entry is always one of them.
        IL.Emit(OpCodes.Ldc_I4_M1);
        IL.Emit(OpCodes.Ret);
        for (int i = 0; i < entries.Length; i++)
        {
            IL.MarkLabel(labels[i]);
            int live = _liveness.Before(entries[i].Start);
            for (int register = 0; register < FrameRegister; register++)
            {
                if ((live >> register & 1) == 0) continue;
                LoadPlace(register);
                IL.Emit(OpCodes.Ldind_I8);
                _writer.StoreRegister(register);
            }

            IL.Emit(OpCodes.Br, LabelOf(entries[i]));
        }
    }

    private bool IsEnteredFromOutside(Segment segment, CodeBlock block) => block.Index == 0
        || (block == segment.Blocks[0] && _function.Blocks[block.Index - 1].Next == block)
        || _function.Blocks.Any(other => !segment.Contains(other) && other.Target == block);

    // Each way out leaves in memory what the block that comes next reads, and says which block that is.
    private void WriteWaysOut()
    {
        foreach ((CodeBlock block, Label way) in _ways)
        {
            IL.MarkLabel(way);
            int live = _liveness.Before(block.Start);
            for (int register = 0; register < FrameRegister; register++)
            {
                if ((live >> register & 1) == 0) continue;
                LoadPlace(register);
                _writer.LoadRegister(register);
                IL.Emit(OpCodes.Stind_I8);
            }

            StoreBudget();
            IL.Emit(OpCodes.Ldc_I4, block.Index);
            IL.Emit(OpCodes.Ret);
        }
    }

    // Returns r0, which is on the evaluation stack.
    private void Return()
    {
        if (_segment is not null)
        {
            LocalBuilder result = IL.DeclareLocal(typeof(ulong));
            IL.Emit(OpCodes.Stloc, result);
            IL.Emit(OpCodes.Ldarg, (short)SegmentRegistersArgument);
            IL.Emit(OpCodes.Ldloc, result);
            IL.Emit(OpCodes.Stind_I8);
            IL.Emit(OpCodes.Ldc_I4_M1);
        }

        IL.Emit(OpCodes.Ret);
    }

    private void LoadPlace(int register)
    {
        IL.Emit(OpCodes.Ldarg, (short)SegmentRegistersArgument);
        IL.Emit(OpCodes.Ldc_I4, register * sizeof(ulong));
        IL.Emit(OpCodes.Add);
    }
}
