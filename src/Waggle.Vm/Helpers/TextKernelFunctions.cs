using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Texts of the C library, on memory that is read with care (kernel/bpf/helpers.c). They give places as indices.</summary>
/// <remarks>Each is charged for what it reads, as a text may be long and be searched for each of its letters.</remarks>
internal static unsafe class TextKernelFunctions
{
    private const ulong PadWithZeros = 1; // BPF_F_PAD_ZEROS
    private const int BytesPerCharge = 8;
    private const ulong NoLimit = KernelText.Longest;

    internal static readonly KernelFunctionRow[] Rows =
    [
        new("bpf_strcmp", &Compare),
        new("bpf_strcasecmp", &CompareIgnoringCase),
        new("bpf_strchr", &FindCharacter),
        new("bpf_strchrnul", &FindCharacterOrEnd),
        new("bpf_strnchr", &FindCharacterWithin),
        new("bpf_strrchr", &FindLastCharacter),
        new("bpf_strlen", &Length),
        new("bpf_strnlen", &LengthWithin),
        new("bpf_strspn", &LengthOfAccepted),
        new("bpf_strcspn", &LengthOfRejected),
        new("bpf_strstr", &FindText),
        new("bpf_strnstr", &FindTextWithin),
        new("bpf_copy_from_user_str", &CopyFromUser),
    ];

    private static ulong Compare(RunContext run, ulong left, ulong right, ulong _, ulong _1, ulong _2) => Compare(run, left, right, ignoresCase: false);

    private static ulong CompareIgnoringCase(RunContext run, ulong left, ulong right, ulong _, ulong _1, ulong _2) => Compare(run, left, right, ignoresCase: true);

    private static ulong Compare(RunContext run, ulong left, ulong right, bool ignoresCase)
    {
        KernelText first = new(run, left), second = new(run, right);
        if (!first.IsInKernel || !second.IsInKernel) return Results.Error(Errno.OutOfRange);
        for (int i = 0; i < KernelText.Longest; i++)
        {
            Charge(run, i);
            if (!first.TryRead(i, out byte a) || !second.TryRead(i, out byte b)) return Results.Error(Results.Fault);
            if (ignoresCase) (a, b) = (ToLower(a), ToLower(b));
            if (a != b) return a < b ? ulong.MaxValue : 1;
            if (a == 0) return 0;
        }

        return Results.Error(Errno.TooBig);
    }

    private static ulong FindCharacter(RunContext run, ulong text, ulong character, ulong _, ulong _1, ulong _2) => FindCharacterWithin(run, text, NoLimit, character, 0, 0);

    private static ulong FindCharacterWithin(RunContext run, ulong text, ulong count, ulong character, ulong _, ulong _1)
    {
        KernelText from = new(run, text);
        if (!from.IsInKernel) return Results.Error(Errno.OutOfRange);
        for (int i = 0; (ulong)i < count && i < KernelText.Longest; i++)
        {
            Charge(run, i);
            if (!from.TryRead(i, out byte each)) return Results.Error(Results.Fault);
            if (each == (byte)character) return (ulong)i;
            if (each == 0) return Results.Error(Errno.NoEntry);
        }

        return Results.Error(count >= NoLimit ? Errno.TooBig : Errno.NoEntry);
    }

    private static ulong FindCharacterOrEnd(RunContext run, ulong text, ulong character, ulong _, ulong _1, ulong _2)
    {
        KernelText from = new(run, text);
        if (!from.IsInKernel) return Results.Error(Errno.OutOfRange);
        for (int i = 0; i < KernelText.Longest; i++)
        {
            Charge(run, i);
            if (!from.TryRead(i, out byte each)) return Results.Error(Results.Fault);
            if (each == 0 || each == (byte)character) return (ulong)i;
        }

        return Results.Error(Errno.TooBig);
    }

    private static ulong FindLastCharacter(RunContext run, ulong text, ulong character, ulong _, ulong _1, ulong _2)
    {
        KernelText from = new(run, text);
        if (!from.IsInKernel) return Results.Error(Errno.OutOfRange);
        ulong last = Results.Error(Errno.NoEntry);
        for (int i = 0; i < KernelText.Longest; i++)
        {
            Charge(run, i);
            if (!from.TryRead(i, out byte each)) return Results.Error(Results.Fault);
            if (each == (byte)character) last = (ulong)i;
            if (each == 0) return last;
        }

        return Results.Error(Errno.TooBig);
    }

    private static ulong Length(RunContext run, ulong text, ulong _, ulong _1, ulong _2, ulong _3) => LengthWithin(run, text, NoLimit, 0, 0, 0);

    private static ulong LengthWithin(RunContext run, ulong text, ulong count, ulong _, ulong _1, ulong _2)
    {
        KernelText from = new(run, text);
        if (!from.IsInKernel) return Results.Error(Errno.OutOfRange);
        int i = 0;
        for (; (ulong)i < count && i < KernelText.Longest; i++)
        {
            Charge(run, i);
            if (!from.TryRead(i, out byte each)) return Results.Error(Results.Fault);
            if (each == 0) return (ulong)i;
        }

        return i == KernelText.Longest ? Results.Error(Errno.TooBig) : (ulong)i;
    }

    private static ulong LengthOfAccepted(RunContext run, ulong text, ulong accepted, ulong _, ulong _1, ulong _2) => Span(run, text, accepted, endsAtLetter: false);

    private static ulong LengthOfRejected(RunContext run, ulong text, ulong rejected, ulong _, ulong _1, ulong _2) => Span(run, text, rejected, endsAtLetter: true);

    private static ulong Span(RunContext run, ulong text, ulong letters, bool endsAtLetter)
    {
        KernelText from = new(run, text), among = new(run, letters);
        if (!from.IsInKernel || !among.IsInKernel) return Results.Error(Errno.OutOfRange);
        for (int i = 0; i < KernelText.Longest; i++)
        {
            if (!from.TryRead(i, out byte each)) return Results.Error(Results.Fault);
            if (each == 0) return (ulong)i;
            byte letter = 0;
            int j = 0;
            for (; j < KernelText.Longest; j++)
            {
                if (!among.TryRead(j, out letter)) return Results.Error(Results.Fault);
                if (letter == each || letter == 0) break;
            }

            run.Spend(1 + j / BytesPerCharge);
            if (j == KernelText.Longest) return Results.Error(Errno.TooBig);
            if (letter != 0 == endsAtLetter) return (ulong)i;
        }

        return Results.Error(Errno.TooBig);
    }

    private static ulong FindText(RunContext run, ulong text, ulong wanted, ulong _, ulong _1, ulong _2) => FindTextWithin(run, text, wanted, NoLimit, 0, 0);

    private static ulong FindTextWithin(RunContext run, ulong text, ulong wanted, ulong length, ulong _, ulong _1)
    {
        KernelText from = new(run, text), part = new(run, wanted);
        if (!from.IsInKernel || !part.IsInKernel) return Results.Error(Errno.OutOfRange);
        for (int i = 0; i < KernelText.Longest; i++)
        {
            int j = 0;
            // One byte more of the part than of the text: it may end where the length does.
            for (; (ulong)(i + j) <= length && j < KernelText.Longest; j++)
            {
                if (!part.TryRead(j, out byte b)) return Results.Error(Results.Fault);
                if (b == 0) return (ulong)i;
                if ((ulong)(i + j) == length) break;
                if (!from.TryRead(i + j, out byte a)) return Results.Error(Results.Fault);
                if (a == 0) return Results.Error(Errno.NoEntry);
                if (a != b) break;
            }

            run.Spend(1 + j / BytesPerCharge);
            if (j == KernelText.Longest) return Results.Error(Errno.TooBig);
            if ((ulong)(i + j) == length) return Results.Error(Errno.NoEntry);
        }

        return Results.Error(Errno.TooBig);
    }

    private static ulong CopyFromUser(RunContext run, ulong target, ulong size, ulong address, ulong flags, ulong _)
    {
        if ((flags & ~PadWithZeros) != 0) return Results.Error(Errno.Invalid);
        Span<byte> buffer = new((void*)target, (int)size);
        if (buffer.IsEmpty) return 0;
        int length = HostMemory.ReadText(run, address, buffer, isUserMemory: true);
        if (flags != 0) buffer[Math.Max(length, 0)..].Clear();
        return length < 0 ? Results.Error(Results.Fault) : (ulong)length;
    }

    private static void Charge(RunContext run, int index)
    {
        if (index % BytesPerCharge == 0) run.Spend(1);
    }

    // The kernel's table of letters is that of Latin-1 (lib/ctype.c).
    private static byte ToLower(byte value) => value is (>= (byte)'A' and <= (byte)'Z') or (>= 0xC0 and <= 0xDE and not 0xD7) ? (byte)(value + 32) : value;
}
