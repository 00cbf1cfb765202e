using System.Numerics;
using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Iterators over numbers and bits (kernel/bpf/bpf_iter.c, kernel/bpf/helpers.c).</summary>
/// <remarks>They lie on the stack, where the program can write anything: nothing here depends on what it finds there.</remarks>
internal static unsafe class IteratorKernelFunctions
{
    private const long MostLoops = 8 * 1024 * 1024; // BPF_MAX_LOOPS
    private const uint MostWords = 511;             // BITS_ITER_NR_WORDS_MAX
    private const int BitsPerWord = 64;

    // struct bpf_iter_num_kern
    [StructLayout(LayoutKind.Sequential)]
    private struct Numbers
    {
        internal int Current;
        internal int End;
    }

    // struct bpf_iter_bits_kern: the word itself, or what stands for more words
    [StructLayout(LayoutKind.Sequential)]
    private struct Bits
    {
        internal ulong Words;
        internal int Count;
        internal int Bit;
    }

    internal static readonly KernelFunctionRow[] Rows =
    [
        new("bpf_iter_num_new", &NewNumbers),
        new("bpf_iter_num_next", &NextNumber),
        new("bpf_iter_num_destroy", &EndNumbers),
        new("bpf_iter_bits_new", &NewBits),
        new("bpf_iter_bits_next", &NextBit),
        new("bpf_iter_bits_destroy", &EndBits),
    ];

    private static ulong NewNumbers(RunContext run, ulong iterator, ulong start, ulong end, ulong _, ulong _1)
    {
        (int first, int last) = ((int)start, (int)end);
        Errno error = first > last ? Errno.Invalid : (long)last - first > MostLoops ? Errno.TooBig : Errno.None;
        *(Numbers*)iterator = error == Errno.None ? new Numbers { Current = unchecked(first - 1), End = last } : default;
        return Results.Error(error);
    }

    private static ulong NextNumber(RunContext run, ulong iterator, ulong _, ulong _1, ulong _2, ulong _3)
    {
        Numbers* numbers = (Numbers*)iterator;
        int next = unchecked(numbers->Current + 1);
        if (next >= numbers->End)
        {
            *numbers = default;
            return 0;
        }

        numbers->Current = next;
        return (ulong)&numbers->Current;
    }

    private static ulong EndNumbers(RunContext run, ulong iterator, ulong _, ulong _1, ulong _2, ulong _3)
    {
        *(Numbers*)iterator = default;
        return 0;
    }

    private static ulong NewBits(RunContext run, ulong iterator, ulong address, ulong wordCount, ulong _, ulong _1)
    {
        Bits* bits = (Bits*)iterator;
        *bits = new Bits { Bit = -1 };
        uint count = (uint)wordCount;
        if (address == 0 || count == 0) return Results.Error(Errno.Invalid);
        if (count > MostWords) return Results.Error(Errno.TooBig);
        if (count == 1)
        {
            ulong word = 0;
            if (!HostMemory.TryRead(run, address, new Span<byte>(&word, sizeof(ulong)), isUserMemory: false)) return Results.Error(Results.Fault);
            (bits->Words, bits->Count) = (word, BitsPerWord);
            return 0;
        }

        ulong[] words = new ulong[count];
        if (!HostMemory.TryRead(run, address, MemoryMarshal.AsBytes(words.AsSpan()), isUserMemory: false)) return Results.Error(ProbeFunctions.RefusalOfKernelRead(address));
        if (run.HoldBits(words) is not { } handle) return Results.Error(Errno.NoMemory);
        (bits->Words, bits->Count) = (handle, (int)count * BitsPerWord);
        return 0;
    }

    private static ulong NextBit(RunContext run, ulong iterator, ulong _, ulong _1, ulong _2, ulong _3)
    {
        Bits* bits = (Bits*)iterator;
        ReadOnlySpan<ulong> words = bits->Count == BitsPerWord ? new ReadOnlySpan<ulong>(&bits->Words, 1) : run.FindBits(bits->Words);
        int count = Math.Min(bits->Count, words.Length * BitsPerWord);
        if (count <= 0 || bits->Bit >= count) return 0;
        int bit = Find(words, count, Math.Max(unchecked(bits->Bit + 1), 0));
        bits->Bit = bit;
        return bit < count ? (ulong)&bits->Bit : 0;
    }

    private static ulong EndBits(RunContext run, ulong iterator, ulong _, ulong _1, ulong _2, ulong _3)
    {
        if (((Bits*)iterator)->Count > BitsPerWord) run.ReleaseBits(((Bits*)iterator)->Words);
        return 0;
    }

    // The first bit from a place on; the count if there is none (find_next_bit).
    private static int Find(ReadOnlySpan<ulong> words, int count, int from)
    {
        while (from < count)
        {
            ulong rest = words[from / BitsPerWord] >> from % BitsPerWord;
            if (rest != 0) return from + BitOperations.TrailingZeroCount(rest);
            from = (from / BitsPerWord + 1) * BitsPerWord;
        }

        return count;
    }
}
