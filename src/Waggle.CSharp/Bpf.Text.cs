using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

public static partial class Bpf
{
    /// <summary>Writes a line to the kernel's trace pipe, for debugging: tracefs' trace_pipe shows it (<c>bpf_trace_printk</c>, Linux 4.1). GPL
    /// only.</summary>
    /// <param name="format">An inline array of bytes with the text; %d, %u, %x, %ld, %lu, %lx and %s stand for the arguments.</param>
    /// <param name="first">First argument.</param>
    /// <param name="second">Second argument.</param>
    /// <param name="third">Third argument.</param>
    /// <returns>Bytes written, or a negative errno.</returns>
    public static int Trace<TText>(scoped in TText format, ulong first = 0, ulong second = 0, ulong third = 0) where TText : unmanaged =>
        (int)TracePrintk(in Unsafe.As<TText, byte>(ref Unsafe.AsRef(in format)), (uint)Unsafe.SizeOf<TText>(), first, second, third);

    /// <summary>The same with any number of arguments (<c>bpf_trace_vprintk</c>, Linux 5.16). GPL only.</summary>
    /// <param name="format">An inline array of bytes with the text.</param>
    /// <param name="arguments">An inline array of <see cref="ulong"/>.</param>
    /// <returns>Bytes written, or a negative errno.</returns>
    public static int TraceAll<TText, TArguments>(scoped in TText format, scoped in TArguments arguments) where TText : unmanaged where TArguments : unmanaged =>
        (int)TraceVprintk(in Unsafe.As<TText, byte>(ref Unsafe.AsRef(in format)), (uint)Unsafe.SizeOf<TText>(),
            in Unsafe.As<TArguments, byte>(ref Unsafe.AsRef(in arguments)), (uint)Unsafe.SizeOf<TArguments>());

    /// <summary>Writes formatted text (<c>bpf_snprintf</c>, Linux 5.13). GPL only.</summary>
    /// <param name="buffer">An inline array of bytes; the text is cut to fit and ends with a zero.</param>
    /// <param name="format">A <c>static readonly</c> field: an inline array of bytes with the text, which ends with zero.</param>
    /// <param name="arguments">An inline array of <see cref="ulong"/>.</param>
    /// <returns>Bytes that the whole text needs, the zero included; or a negative errno.</returns>
    public static int Format<TBuffer, TText, TArguments>(ref TBuffer buffer, scoped in TText format, scoped in TArguments arguments)
        where TBuffer : unmanaged where TText : unmanaged where TArguments : unmanaged =>
        (int)Snprintf(ref Unsafe.As<TBuffer, byte>(ref buffer), (uint)Unsafe.SizeOf<TBuffer>(), in Unsafe.As<TText, byte>(ref Unsafe.AsRef(in format)),
            in Unsafe.As<TArguments, byte>(ref Unsafe.AsRef(in arguments)), (uint)Unsafe.SizeOf<TArguments>());

    /// <summary>Reads a number with a sign from text (<c>bpf_strtol</c>, Linux 5.2).</summary>
    /// <param name="text">An inline array of bytes.</param>
    /// <param name="value">The number.</param>
    /// <param name="numberBase">8, 10 or 16; 0 to tell by the prefix.</param>
    /// <returns>Bytes that the number takes, or a negative errno.</returns>
    public static int ParseSigned<TText>(scoped in TText text, out long value, uint numberBase = 10) where TText : unmanaged
    {
        value = 0;
        return (int)Strtol(in Unsafe.As<TText, byte>(ref Unsafe.AsRef(in text)), (uint)Unsafe.SizeOf<TText>(), numberBase, ref value);
    }

    /// <summary>Reads a number without a sign from text (<c>bpf_strtoul</c>, Linux 5.2).</summary>
    /// <param name="text">An inline array of bytes.</param>
    /// <param name="value">The number.</param>
    /// <param name="numberBase">8, 10 or 16; 0 to tell by the prefix.</param>
    /// <returns>Bytes that the number takes, or a negative errno.</returns>
    public static int ParseUnsigned<TText>(scoped in TText text, out ulong value, uint numberBase = 10) where TText : unmanaged
    {
        value = 0;
        return (int)Strtoul(in Unsafe.As<TText, byte>(ref Unsafe.AsRef(in text)), (uint)Unsafe.SizeOf<TText>(), numberBase, ref value);
    }

    /// <summary>Compares text with a constant one (<c>bpf_strncmp</c>, Linux 5.17).</summary>
    /// <param name="text">An inline array of bytes.</param>
    /// <param name="constant">A <c>static readonly</c> field: an inline array of bytes with text that ends with zero.</param>
    /// <returns>0 if they are equal, a negative number if the text comes first, a positive one otherwise.</returns>
    public static int CompareText<TText, TConstant>(scoped in TText text, scoped in TConstant constant) where TText : unmanaged where TConstant : unmanaged =>
        (int)Strncmp(in Unsafe.As<TText, byte>(ref Unsafe.AsRef(in text)), (uint)Unsafe.SizeOf<TText>(), in Unsafe.As<TConstant, byte>(ref Unsafe.AsRef(in constant)));

    /// <summary>Writes a value to what an iterator's reader reads (<c>bpf_seq_write</c>, Linux 5.8). For <see cref="IteratorAttribute"/>. GPL
    /// only.</summary>
    /// <returns>0, or a negative errno: EOVERFLOW if the buffer is full, when the object comes again.</returns>
    public static int Write<T>(KernelPointer<SeqFile> file, scoped in T value) where T : unmanaged =>
        (int)SeqWrite(file, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), (uint)Unsafe.SizeOf<T>());

    /// <summary>Writes formatted text to what an iterator's reader reads (<c>bpf_seq_printf</c>, Linux 5.8). For
    /// <see cref="IteratorAttribute"/>. GPL only.</summary>
    /// <param name="file">The meta's <c>seq</c>.</param>
    /// <param name="format">A <c>static readonly</c> field: an inline array of bytes with text that ends with zero.</param>
    /// <param name="arguments">An inline array of <see cref="ulong"/>.</param>
    /// <returns>0, or a negative errno.</returns>
    public static int WriteFormat<TText, TArguments>(KernelPointer<SeqFile> file, scoped in TText format, scoped in TArguments arguments)
        where TText : unmanaged where TArguments : unmanaged =>
        (int)SeqPrintf(file, in Unsafe.As<TText, byte>(ref Unsafe.AsRef(in format)), (uint)Unsafe.SizeOf<TText>(),
            in Unsafe.As<TArguments, byte>(ref Unsafe.AsRef(in arguments)), (uint)Unsafe.SizeOf<TArguments>());

    /// <summary>Writes a kernel object by its type, as C would declare it (<c>bpf_snprintf_btf</c>, Linux 5.10).</summary>
    /// <param name="buffer">An inline array of bytes.</param>
    /// <param name="which">Object and type.</param>
    /// <param name="flags"><c>BTF_F_*</c>: 1 compact, 2 no names, 4 pointers as they are, 8 zeros too.</param>
    /// <returns>Bytes that the whole text needs, or a negative errno.</returns>
    public static int FormatObject<TBuffer>(ref TBuffer buffer, ref TypedAddress which, ulong flags = 0) where TBuffer : unmanaged =>
        (int)SnprintfBtf(ref Unsafe.As<TBuffer, byte>(ref buffer), (uint)Unsafe.SizeOf<TBuffer>(), ref which, (uint)Unsafe.SizeOf<TypedAddress>(), flags);

    /// <summary>The same to what an iterator's reader reads (<c>bpf_seq_printf_btf</c>, Linux 5.10). GPL only.</summary>
    /// <returns>0, or a negative errno.</returns>
    public static int WriteObject(KernelPointer<SeqFile> file, ref TypedAddress which, ulong flags = 0) =>
        (int)SeqPrintfBtf(file, ref which, (uint)Unsafe.SizeOf<TypedAddress>(), flags);

    [Helper(6, Since = "4.1")]
    private static long TracePrintk(ref readonly byte format, uint size, ulong first, ulong second, ulong third) =>
        (long)BpfHost.Current.Call(6, BpfHost.Address(in format), size, first, second, third);

    [Helper(177, Since = "5.16")]
    private static long TraceVprintk(ref readonly byte format, uint size, ref readonly byte data, uint length) =>
        (long)BpfHost.Current.Call(177, BpfHost.Address(in format), size, BpfHost.Address(in data), length);

    [Helper(165, Since = "5.13")]
    private static long Snprintf(ref byte buffer, uint size, ref readonly byte format, ref readonly byte data, uint length) =>
        (long)BpfHost.Current.Call(165, BpfHost.Address(in buffer), size, BpfHost.Address(in format), BpfHost.Address(in data), length);

    [Helper(105, Since = "5.2")]
    private static long Strtol(ref readonly byte text, uint size, ulong flags, ref long value) =>
        (long)BpfHost.Current.Call(105, BpfHost.Address(in text), size, flags, BpfHost.Address(in value));

    [Helper(106, Since = "5.2")]
    private static long Strtoul(ref readonly byte text, uint size, ulong flags, ref ulong value) =>
        (long)BpfHost.Current.Call(106, BpfHost.Address(in text), size, flags, BpfHost.Address(in value));

    [Helper(182, Since = "5.17")]
    private static long Strncmp(ref readonly byte text, uint size, ref readonly byte constant) =>
        (long)BpfHost.Current.Call(182, BpfHost.Address(in text), size, BpfHost.Address(in constant));

    [Helper(127, Since = "5.8")]
    private static long SeqWrite(KernelPointer<SeqFile> file, ref readonly byte data, uint size) =>
        (long)BpfHost.Current.Call(127, file.Address, BpfHost.Address(in data), size);

    [Helper(126, Since = "5.8")]
    private static long SeqPrintf(KernelPointer<SeqFile> file, ref readonly byte format, uint size, ref readonly byte data, uint length) =>
        (long)BpfHost.Current.Call(126, file.Address, BpfHost.Address(in format), size, BpfHost.Address(in data), length);

    [Helper(149, Since = "5.10")]
    private static long SnprintfBtf(ref byte buffer, uint size, ref TypedAddress which, uint length, ulong flags) =>
        (long)BpfHost.Current.Call(149, BpfHost.Address(in buffer), size, BpfHost.Address(in which), length, flags);

    [Helper(150, Since = "5.10")]
    private static long SeqPrintfBtf(KernelPointer<SeqFile> file, ref TypedAddress which, uint length, ulong flags) =>
        (long)BpfHost.Current.Call(150, file.Address, BpfHost.Address(in which), length, flags);
}
