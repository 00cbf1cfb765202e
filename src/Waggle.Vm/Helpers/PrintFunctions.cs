using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Printing (kernel/trace/bpf_trace.c, kernel/bpf/helpers.c).</summary>
internal static unsafe class PrintFunctions
{
    private const int LongestLine = 1024; // MAX_BPRINTF_BUF
    private const int LongestFormat = 4096;

    internal static readonly HelperRow[] Rows =
    [
        new(6, &Print),
        new(165, &PrintToBuffer),
        new(177, &PrintArray),
    ];

    private static ulong Print(RunContext run, ulong format, ulong size, ulong first, ulong second, ulong third) =>
        PrintLine(run, format, size, [first, second, third]);

    private static ulong PrintArray(RunContext run, ulong format, ulong size, ulong arguments, ulong length, ulong _) =>
        AreArguments(arguments, length) ? PrintLine(run, format, size, new((void*)arguments, (int)length / sizeof(ulong))) : Results.Error(Errno.Invalid);

    private static ulong PrintLine(RunContext run, ulong format, ulong size, ReadOnlySpan<ulong> arguments)
    {
        Span<byte> copy = stackalloc byte[(int)Math.Min(size, LongestFormat)];
        new ReadOnlySpan<byte>((void*)format, copy.Length).CopyTo(copy);
        int end = copy.IndexOf((byte)0);
        if (end < 0) return Results.Error(Errno.Invalid);
        Span<ulong> values = stackalloc ulong[KernelFormat.MostArguments];
        arguments.CopyTo(values);
        Span<byte> line = stackalloc byte[LongestLine];
        BoundedText output = new(line);
        Errno error = KernelFormat.Write(run, copy[..end], values[..arguments.Length], ref output);
        if (error != Errno.None) return Results.Error(error);
        run.Host.Print(line[..(int)Math.Min(output.Length, LongestLine - 1)]);
        return (ulong)output.Length;
    }

    private static ulong PrintToBuffer(RunContext run, ulong buffer, ulong size, ulong format, ulong arguments, ulong length)
    {
        if (!AreArguments(arguments, length)) return Results.Error(Errno.Invalid);
        int room = (int)Math.Min(run.Current.Image.IsTrusted ? LongestFormat : run.ReadableFrom(format), LongestFormat);
        ReadOnlySpan<byte> text = new((void*)format, room);
        int end = text.IndexOf((byte)0);
        if (end < 0) return Results.Error(Errno.Invalid);
        Span<byte> copy = stackalloc byte[end];
        text[..end].CopyTo(copy);
        Span<ulong> values = stackalloc ulong[(int)length / sizeof(ulong)];
        new ReadOnlySpan<ulong>((void*)arguments, values.Length).CopyTo(values);
        BoundedText output = new(new Span<byte>((void*)buffer, (int)size));
        Errno error = KernelFormat.Write(run, copy, values, ref output);
        if (error != Errno.None) return Results.Error(error);
        output.End();
        return (ulong)output.Length + 1;
    }

    private static bool AreArguments(ulong arguments, ulong length) =>
        length % sizeof(ulong) == 0 && length <= KernelFormat.MostArguments * sizeof(ulong) && (length == 0 || arguments != 0);
}
