using System.Buffers.Binary;
using System.Diagnostics;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;

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
    public void OpenStream_IteratorOfThisProcess_RunsForEachThread()
    {
        KernelAccess.RequireKernelBtf();
        using var counter = new Counter(CountItems("iter/task"));
        int threads = Directory.GetDirectories("/proc/self/task").Length;

        using IteratorLink link = counter.Program.AttachIterator(new IteratorOptions { ProcessId = Environment.ProcessId });
        Assert.Empty(Read(link));

        Assert.InRange(counter.Hits, 1UL, (ulong)threads + 16); // the runtime may start and end threads meanwhile
        Assert.Throws<ArgumentException>(() => counter.Program.AttachIterator(new IteratorOptions { ProcessId = 1, ThreadId = 1 }));
    }

    [Fact]
    public void OpenStream_IteratorsOfAProcess_MeetItsFilesAndItsMemory()
    {
        KernelAccess.RequireKernelBtf();
        using var files = new Counter(CountItems("iter/task_file"));
        using var memory = new Counter(CountItems("iter/task_vma"));
        using var process = Process.Start(new ProcessStartInfo("cat") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.WriteLine("started");
        Assert.Equal("started", process.StandardOutput.ReadLine()); // from here on it waits, and changes nothing
        IteratorOptions options = new() { ProcessId = process.Id };

        using (IteratorLink link = files.Program.AttachIterator(options)) Assert.Empty(Read(link));
        using (IteratorLink link = memory.Program.AttachIterator(options)) Assert.Empty(Read(link));

        Assert.Equal(Directory.GetFiles($"/proc/{process.Id}/fd").Length, (int)files.Hits);
        // The page of the old way to make system calls belongs to no process.
        Assert.Equal(File.ReadLines($"/proc/{process.Id}/maps").Count(line => !line.Contains("[vsyscall]", StringComparison.Ordinal)), (int)memory.Hits);
        process.StandardInput.Close();
        process.WaitForExit();
    }

    [Theory]
    [InlineData(CgroupWalk.SelfOnly, 1)]
    [InlineData(CgroupWalk.ParentsFirst, 3)]
    [InlineData(CgroupWalk.ChildrenFirst, 3)]
    public void OpenStream_IteratorOfACgroup_RunsForThoseThatTheWalkMeets(CgroupWalk walk, int expected)
    {
        KernelAccess.RequireKernelBtf();
        using var cgroup = new TestCgroup();
        string[] children = [Path.Combine(cgroup.Path, "one"), Path.Combine(cgroup.Path, "two")];
        foreach (string child in children) Directory.CreateDirectory(child);
        try
        {
            using var counter = new Counter(CountItems("iter/cgroup"));
            using IteratorLink link = counter.Program.AttachIterator(new IteratorOptions { CgroupPath = cgroup.Path, Walk = walk });

            Assert.Empty(Read(link));

            Assert.Equal((ulong)expected, counter.Hits);
            Assert.Throws<BpfAttachException>(() => counter.Program.AttachIterator(new IteratorOptions { CgroupPath = "/nonexistent" }));
        }
        finally
        {
            foreach (string child in children) Directory.Delete(child);
        }
    }

    [Fact]
    public void OpenStream_IteratorOfTcpSockets_RunsForEachOfTheNamespace() => TestNetwork.Run(_ =>
    {
        KernelAccess.RequireKernelBtf();
        using var counter = new Counter(CountItems("iter/tcp"));
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var client = new System.Net.Sockets.TcpClient();
        client.Connect((System.Net.IPEndPoint)listener.LocalEndpoint);
        using System.Net.Sockets.TcpClient server = listener.AcceptTcpClient();

        using IteratorLink link = counter.Program.AttachIterator();
        Assert.Empty(Read(link));

        Assert.Equal(3UL, counter.Hits);
    });

    [Fact]
    public void OpenStream_IteratorsOfMapsAndSymbols_MeetThoseOfTheKernel()
    {
        KernelAccess.RequireKernelBtf();
        using var maps = new Counter(CountItems("iter/bpf_map"));
        using var symbols = new Counter(CountItems("iter/ksym"));

        using (IteratorLink link = maps.Program.AttachIterator()) Assert.Empty(Read(link));
        using (IteratorLink link = symbols.Program.AttachIterator()) Assert.Empty(Read(link));

        Assert.True(maps.Hits >= 2); // those of this test
        Assert.True(symbols.Hits > 10_000);
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

    // The item is at byte 8 of the context of these; it is null in the run that ends the iteration.
    private static ProgramSpec CountItems(string section) => new Code()
        .Add(Instruction.Load(MemorySize.Double, Register.R2, Register.R1, 8))
        .JumpIf(JumpOperation.Equal, Register.R2, 0, "end")
        .LoadMap(Register.R1, "hits", valueOffset: 8)
        .Add(Instruction.Move(Register.R2, 1), Instruction.Atomic(AtomicOperation.Add, MemorySize.Double, Register.R1, Register.R2, 0))
        .Label("end").Return(0)
        .Build("count", section, ProgramType.Tracing, 28); // BPF_TRACE_ITER

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
