using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Waggle.Trace.Generation;

namespace Waggle.Trace.Running;

/// <summary>Makes .NET values of the bytes that programs left.</summary>
internal sealed class ValueReader(TraceScript script, StackNames stacks)
{
    /// <summary>Values that lie one behind another.</summary>
    internal ImmutableArray<object> Read(ReadOnlySpan<byte> bytes, ImmutableArray<ValueShape> shapes)
    {
        var values = ImmutableArray.CreateBuilder<object>(shapes.Length);
        foreach (ValueShape shape in shapes)
        {
            values.Add(Read(bytes[..shape.Size], shape));
            bytes = bytes[shape.Size..];
        }

        return values.MoveToImmutable();
    }

    /// <summary>A number, a text, or a <see cref="StackFrames"/>.</summary>
    internal object Read(ReadOnlySpan<byte> bytes, ValueShape shape)
    {
        if (shape.Kind == ValueKind.Text)
        {
            int end = bytes.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        }

        long number = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return shape.Kind switch
        {
            ValueKind.Unsigned => (ulong)number,
            ValueKind.Boolean => number != 0,
            ValueKind.Character => ((char)number).ToString(),
            ValueKind.KernelStack => stacks.OfKernel(number),
            ValueKind.UserStack => stacks.OfProcess(number, (int)BinaryPrimitives.ReadInt64LittleEndian(bytes[8..])),
            ValueKind.HookName => script.Hooks[(int)number].ToString(),
            ValueKind.KernelAddress => stacks.NameOf((ulong)number),
            _ => number,
        };
    }
}
