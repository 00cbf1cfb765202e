using System.Runtime.CompilerServices;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Output;

/// <summary>The bytes that global variables hold at first: what the C# fields hold now.</summary>
internal static class InitialValues
{
    internal static byte[] Of(string section, IReadOnlyList<IrGlobal> globals, int size)
    {
        byte[] bytes = new byte[size];
        foreach (IrGlobal global in globals)
        {
            if (global.Section != section || global.Field.GetValue(null) is not { } boxed) continue;
            ref byte start = ref Unsafe.As<Box>(boxed).First;
            System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref start, global.Layout.Size).CopyTo(bytes.AsSpan(global.Offset));
        }

        return bytes;
    }

    /// <summary>A boxed value: its bytes are where an object's first field is.</summary>
    private sealed class Box
    {
        public byte First;
    }
}
