using CsCheck;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Objects;

/// <summary>Objects that something has damaged: whatever the damage, only the two typed exceptions come out.</summary>
public class ObjectMutationTests
{
    public static TheoryData<string> Sources => ["programs", "core", "maps", "externs", "structops"];

    [Theory, MemberData(nameof(Sources))]
    public void Read_BytesChanged_OnlyEverThrowsTypedExceptions(string source)
    {
        byte[] original = CompiledObjects.Read(source);
        int refused = 0;
        Gen.Select(Gen.Int[0, original.Length - 1], Gen.Byte).Array[1, 8].Sample(changes =>
        {
            byte[] bytes = [.. original];
            foreach ((int at, byte value) in changes)
                bytes[at] = value;
            if (!TryRead(bytes))
                Interlocked.Increment(ref refused);
        }, iter: 3000);

        Assert.True(refused > 0, "no change was noticed");
    }

    /// <summary>Small numbers in headers and tables reach deeper than random bytes: they point somewhere else in the file.</summary>
    [Theory, MemberData(nameof(Sources))]
    public void Read_NumbersChanged_OnlyEverThrowsTypedExceptions(string source)
    {
        byte[] original = ObjectWriter.Write(ObjectReader.Read(CompiledObjects.Read(source))); // without debug sections: every part counts
        Gen.Select(Gen.Int[0, original.Length / 4 - 1], Gen.OneOf(Gen.Int[0, 64], Gen.Int[0, original.Length], Gen.Int)).Array[1, 3].Sample(changes =>
        {
            byte[] bytes = [.. original];
            foreach ((int word, int value) in changes)
                BitConverter.TryWriteBytes(bytes.AsSpan(word * 4), value);
            TryRead(bytes);
        }, iter: 10_000);
    }

    [Theory, MemberData(nameof(Sources))]
    public void Read_CutShort_IsRefused(string source)
    {
        byte[] original = CompiledObjects.Read(source);

        // clang puts the section headers last, so that every shorter file is broken.
        Gen.Int[0, original.Length - 1].Sample(length => !TryRead(original[..length]), iter: 500);
    }

    private static bool TryRead(byte[] bytes)
    {
        BpfObject read;
        try
        {
            read = ObjectReader.Read(bytes);
        }
        catch (Exception error) when (error is ObjectFormatException or BtfFormatException)
        {
            return false;
        }
        TryWrite(read);
        foreach (ProgramSpec program in read.Programs.Where(_ => read.Btf is not null))
        {
            try
            {
                CoreRelocator.Resolve(program, read.Btf!, read.Btf!);
            }
            catch (Exception error) when (error is CoreRelocationException or BtfFormatException)
            {
            }
        }
        return true;
    }

    /// <summary>What can be read can be written and read again, or contradicts itself in a way that the writer names.</summary>
    private static void TryWrite(BpfObject read)
    {
        byte[] written;
        try
        {
            written = ObjectWriter.Write(read);
        }
        catch (Exception error) when (error is ArgumentException or BtfFormatException)
        {
            return;
        }
        BpfObject again = ObjectReader.Read(written);
        // Not their lengths: of a program that calls itself through a subprogram, another program may share the copy.
        Assert.Equal(read.Programs.Select(p => p.Name).Order(), again.Programs.Select(p => p.Name).Order());
    }
}
