using System.Buffers.Binary;
using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>The format language of the printing helpers: <c>bpf_bprintf_prepare</c> in kernel/bpf/helpers.c and <c>bstr_printf</c> in lib/vsprintf.c.</summary>
/// <remarks>Reads the format from a copy, so that it can't change meanwhile, and memory only where the program may read it.</remarks>
internal static unsafe class KernelFormat
{
    /// <summary>Most arguments (MAX_BPRINTF_VARARGS).</summary>
    internal const int MostArguments = 12;

    private const int ArgumentRoom = 512; // MAX_BPRINTF_BIN_ARGS
    private static readonly ulong s_hashKey = (ulong)Random.Shared.NextInt64();

    /// <summary>Writes a text.</summary>
    /// <param name="run">The run, whose memory texts are in.</param>
    /// <param name="format">The format, without its zero.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="output">Where to write.</param>
    /// <returns>What is wrong with the format.</returns>
    internal static Errno Write(RunContext run, scoped ReadOnlySpan<byte> format, scoped ReadOnlySpan<ulong> arguments, scoped ref BoundedText output)
    {
        int used = 0; // of the kernel's room for arguments
        int next = 0;
        Span<byte> text = stackalloc byte[ArgumentRoom];
        for (int i = 0; i < format.Length; i++)
        {
            byte c = format[i];
            if (!AsciiClass.IsPrintable(c) && !AsciiClass.IsSpace(c) && AsciiClass.IsAscii(c)) return Errno.Invalid;
            if (c != '%')
            {
                output.Write(c);
                continue;
            }

            if (At(format, i + 1) == '%')
            {
                output.Write((byte)'%');
                i++;
                continue;
            }

            if (next >= arguments.Length) return Errno.Invalid;
            ulong argument = arguments[next++];
            i++;
            FormatSpec spec = FormatSpec.Read(format, ref i);
            Errno error = At(format, i) switch
            {
                (byte)'p' => WritePointer(run, format, ref i, spec, argument, ref used, text, ref output),
                (byte)'s' => WriteText(run, format, i, spec, argument, isUserMemory: false, ref used, text, ref output),
                (byte)'c' => WriteCharacter(spec, argument, ref used, ref output),
                _ => WriteNumber(format, ref i, spec, argument, ref used, ref output),
            };
            if (error != Errno.None) return error;
        }

        return Errno.None;
    }

    private static byte At(scoped ReadOnlySpan<byte> format, int place) => place < format.Length ? format[place] : (byte)0;

    private static bool EndsConversion(byte c) => c == 0 || AsciiClass.IsSpace(c) || AsciiClass.IsPunctuation(c);

    private static Errno WriteNumber(scoped ReadOnlySpan<byte> format, ref int place, in FormatSpec spec, ulong argument, ref int used, scoped ref BoundedText output)
    {
        bool isLong = At(format, place) == 'l';
        if (isLong) place++;
        if (isLong && At(format, place) == 'l') place++;
        byte letter = At(format, place);
        if (letter is not ((byte)'i' or (byte)'d' or (byte)'u' or (byte)'x' or (byte)'X')) return Errno.Invalid;
        if (!TakeAligned(ref used, isLong ? sizeof(ulong) : sizeof(uint))) return Errno.NoSpace;
        bool isSigned = letter is (byte)'i' or (byte)'d';
        ulong value = isLong ? argument : isSigned ? (ulong)(int)argument : (uint)argument;
        spec.Write(ref output, value, isSigned, letter is (byte)'x' or (byte)'X' ? 16u : 10u, letter == 'X');
        return Errno.None;
    }

    private static Errno WriteCharacter(in FormatSpec spec, ulong argument, ref int used, scoped ref BoundedText output)
    {
        if (used == ArgumentRoom) return Errno.NoSpace;
        used++;
        byte character = (byte)argument;
        spec.Write(ref output, [character]);
        return Errno.None;
    }

    private static Errno WriteText(RunContext run, scoped ReadOnlySpan<byte> format, int place, in FormatSpec spec, ulong address, bool isUserMemory, ref int used,
        scoped Span<byte> text, scoped ref BoundedText output)
    {
        if (!EndsConversion(At(format, place + 1))) return Errno.Invalid;
        if (used == ArgumentRoom) return Errno.NoSpace;
        int length = HostMemory.ReadText(run, address, text[used..], isUserMemory);
        if (length < 0)
        {
            text[used] = 0;
            length = 1;
        }

        spec.Write(ref output, text.Slice(used, length - 1));
        used += length;
        return Errno.None;
    }

    private static Errno WritePointer(RunContext run, scoped ReadOnlySpan<byte> format, ref int place, in FormatSpec spec, ulong argument, ref int used,
        scoped Span<byte> text, scoped ref BoundedText output)
    {
        byte kind = At(format, place + 1), detail = At(format, place + 2);
        Errno error;
        if (EndsConversion(kind))
        {
            if (!TakeAligned(ref used, sizeof(ulong))) return Errno.NoSpace;
            WriteAddress(spec, Hide(argument), ref output);
            return Errno.None;
        }

        if (kind is (byte)'k' or (byte)'u' && detail == 's')
        {
            // Texts read from memory are put in as they are, without a field.
            place += 2;
            error = WriteText(run, format, place, default, argument, kind == 'u', ref used, text, ref output);
        }
        else if (kind is (byte)'K' or (byte)'x' or (byte)'s' or (byte)'S')
        {
            if (!TakeAligned(ref used, sizeof(ulong))) return Errno.NoSpace;
            if (kind is (byte)'K' or (byte)'x') WriteAddress(spec, kind == 'x' ? argument : Hide(argument), ref output);
            else spec.Write(ref output, SymbolOf(argument)); // there are no symbols here
            error = Errno.None;
        }
        else if (kind == 'B')
        {
            output.Write(SymbolOf(argument));
            error = Errno.None;
        }
        else
        {
            if (kind is not ((byte)'i' or (byte)'I') || detail is not ((byte)'4' or (byte)'6')) return Errno.Invalid;
            place += 2;
            error = WriteIpAddress(run, argument, detail == '4', kind == 'I', ref used, ref output);
        }

        // What is left of the letters belongs to the pointer's conversion.
        while (AsciiClass.IsLetterOrDigit(At(format, place + 1))) place++;
        return error;
    }

    private static Errno WriteIpAddress(RunContext run, ulong address, bool isV4, bool isDotted, ref int used, scoped ref BoundedText output)
    {
        Span<byte> bytes = stackalloc byte[isV4 ? 4 : 16];
        if (ArgumentRoom - used < bytes.Length) return Errno.NoSpace;
        if (!HostMemory.TryRead(run, address, bytes, isUserMemory: false)) bytes.Clear();
        long before = output.Length;
        for (int i = 0; i < bytes.Length; i += isV4 ? 1 : 2)
        {
            if (i > 0 && isV4) output.Write((byte)'.');
            else if (i > 0 && isDotted) output.Write((byte)':');
            FormatSpec part = new() { IsZeroPadded = true, Width = isV4 ? isDotted ? 0 : 3 : 4 };
            part.Write(ref output, isV4 ? bytes[i] : BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]), isSigned: false, isV4 ? 10u : 16u, isUpper: false);
        }

        used = (int)Math.Min(ArgumentRoom, used + output.Length - before + 1);
        return Errno.None;
    }

    private static void WriteAddress(FormatSpec spec, ulong address, scoped ref BoundedText output)
    {
        if (!spec.HasWidth)
        {
            spec.Width = 2 * sizeof(ulong);
            spec.IsZeroPadded = true;
        }

        spec.Write(ref output, address, isSigned: false, 16, isUpper: false);
    }

    private static ReadOnlySpan<byte> SymbolOf(ulong address)
    {
        Span<byte> room = new byte[20];
        BoundedText text = new(room);
        text.Write("0x"u8);
        new FormatSpec().Write(ref text, address, isSigned: false, 16, isUpper: false);
        return room[..(int)text.Length];
    }

    // %p does not give addresses away: 32 bits that stand for one.
    private static ulong Hide(ulong address) => address == 0 || address >= unchecked((ulong)-4095) ? address : Mix(address ^ s_hashKey) & uint.MaxValue;

    private static ulong Mix(ulong value)
    {
        value = (value ^ value >> 33) * 0xff51afd7ed558ccd;
        value = (value ^ value >> 33) * 0xc4ceb9fe1a85ec53;
        return value ^ value >> 33;
    }

    private static bool TakeAligned(ref int used, int size)
    {
        used = (used + 3) & ~3;
        if (ArgumentRoom - used < size) return false;
        used += size;
        return true;
    }
}
