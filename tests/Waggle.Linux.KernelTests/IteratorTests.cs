using System.Buffers.Binary;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;
using Waggle.Linux.Maps;

namespace Waggle.Linux.KernelTests;

public class IteratorTests
{
    private const int Mark = 0x5761;

    [Fact]
    public void OpenStream_IteratorOfThisThread_WritesOneItemEachRun()
    {
        KernelAccess.RequireKernelBtf();
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [WriteMark("iter/task")] });

        using IteratorLink link = loaded.Programs["write"].AttachIterator(new IteratorOptions { ThreadId = SystemCalls.GetThread() });

        for (int run = 0; run < 2; run++)
        {
            byte[] output = Read(link);
            Assert.Equal(sizeof(long), output.Length);
            Assert.Equal(Mark, BinaryPrimitives.ReadInt64LittleEndian(output));
        }
        Assert.Equal(LinkKind.Iterator, link.ReadInfo().Kind);
    }

    [Fact]
    public void OpenStream_IteratorOfAMap_WritesOneItemForEachElement()
    {
        KernelAccess.RequireKernelBtf();
        MapSpec spec = new("own", MapType.Hash) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 8 };
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [WriteMark("iter/bpf_map_elem")], Maps = [spec] });
        BpfMap<int, int> map = loaded.Map<int, int>("own");
        for (int key = 0; key < 5; key++) map[key] = key;

        using IteratorLink link = loaded.Programs["write"].AttachIterator(loaded.Maps["own"]);

        Assert.Equal(5 * sizeof(long), Read(link).Length);
        Assert.Throws<BpfAttachException>(() => loaded.Programs["write"].AttachIterator());
    }

    [Fact]
    public void Dispose_IteratorAndStream_CloseEveryDescriptor()
    {
        KernelAccess.RequireKernelBtf();
        DescriptorCount.AssertSame(() =>
        {
            using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [WriteMark("iter/task")] });
            using IteratorLink link = loaded.Programs["write"].AttachIterator(new IteratorOptions { ThreadId = SystemCalls.GetThread() });
            Read(link);
        });
    }

    private static byte[] Read(IteratorLink link)
    {
        using FileStream stream = link.OpenStream();
        using var output = new MemoryStream();
        stream.CopyTo(output);
        return output.ToArray();
    }

    // The context of each iterator starts with meta, whose first field is the output, and has the item at byte 8 (task) or 16 (key of
    // an element); it is null in the run that ends the iteration.
    private static ProgramSpec WriteMark(string section) => new Code()
        .Add(Instruction.Load(MemorySize.Double, Register.R2, Register.R1, section == "iter/task" ? (short)8 : (short)16))
        .JumpIf(JumpOperation.Equal, Register.R2, 0, "end")
        .Add(Instruction.Load(MemorySize.Double, Register.R1, Register.R1, 0), Instruction.Load(MemorySize.Double, Register.R1, Register.R1, 0),
            Instruction.Store(MemorySize.Double, Register.R10, -8, Mark), Instruction.Move(Register.R2, Register.R10),
            Instruction.Alu64(AluOperation.Add, Register.R2, -8), Instruction.Move(Register.R3, sizeof(long)),
            Instruction.CallHelper(127)) // bpf_seq_write
        .Label("end").Return(0)
        .Build("write", section, ProgramType.Tracing, 28); // BPF_TRACE_ITER
}
