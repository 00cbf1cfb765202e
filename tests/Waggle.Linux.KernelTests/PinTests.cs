using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;
using Waggle.Linux.Maps;
using Waggle.Linux.Pins;
using Waggle.Linux.Programs;

namespace Waggle.Linux.KernelTests;

/// <summary>Pins in a BPF file system that nobody else sees, and that goes with the test.</summary>
public class PinTests
{
    private const string SendOne = "echo x > /dev/udp/127.0.0.1/9";

    [Fact]
    public void Pin_Link_KeepsItAttachedUntilItIsUnpinned()
    {
        using var counter = NewCounter();
        using var cgroup = new TestCgroup();
        using PinFolder pins = PinFolder.OpenDetached();
        using (CgroupLink link = counter.Program.AttachCgroup(cgroup.Path)) pins.Pin(link, "egress");

        cgroup.Run(SendOne);
        using (Link again = pins.OpenLink("egress")) Assert.Equal((LinkKind.Cgroup, counter.Program.Id), (again.ReadInfo().Kind, again.ReadInfo().ProgramId));
        cgroup.Run(SendOne);
        Assert.Equal(2UL, counter.Hits);
        Assert.True(pins.Unpin("egress"));

        Assert.True(SpinWait.SpinUntil(() => IsQuiet(), TimeSpan.FromMinutes(1))); // the kernel lets go a moment later
        bool IsQuiet()
        {
            ulong before = counter.Hits;
            cgroup.Run(SendOne);
            return counter.Hits == before;
        }
        Assert.False(pins.Unpin("egress"));
    }

    [Fact]
    public void OpenMapAndProgram_PinnedByAnObjectThatIsGone_StillWork()
    {
        KernelAccess.RequireEngine();
        using PinFolder pins = PinFolder.OpenDetached();
        uint programId;
        using (var counter = NewCounter())
        {
            programId = counter.Program.Id;
            pins.Pin(counter.Program, "program");
            pins.Pin(counter.Loaded.Maps["hits"], "map");
        }
        using var cgroup = new TestCgroup();

        using KernelProgram program = pins.OpenProgram("program");
        using KernelMap map = pins.OpenMap("map");
        Assert.Equal(["map", "program"], pins.List().Where(name => !name.EndsWith(".debug", StringComparison.Ordinal)));
        Assert.Equal((programId, "count", ProgramType.CgroupSkb), (program.Id, program.Name, program.Spec.Type));
        Assert.Equal(("hits", 16, 4), (map.Name, map.ValueSizeInBytes, map.KeySizeInBytes));
        using (CgroupLink.Attach(program.Descriptor, "count", cgroup.Path, BpfAttachType.BPF_CGROUP_INET_EGRESS)) cgroup.Run(SendOne);
        byte[] value = new byte[16];
        Assert.True(map.TryLookup(new byte[4], value));

        Assert.Equal(1UL, BitConverter.ToUInt64(value, 8));
    }

    [Fact]
    public void Open_NoSuchFolder_SaysSo() =>
        Assert.Contains("no such folder", Assert.Throws<BpfException>(() => PinFolder.Open("/nonexistent")).Message, StringComparison.Ordinal);

    [Fact]
    public void Pin_WrongNamesPlacesAndKinds_AreTypedErrors()
    {
        using var counter = NewCounter();
        using PinFolder pins = PinFolder.OpenDetached();
        using PinFolder elsewhere = PinFolder.Open(Path.GetTempPath());
        pins.Pin(counter.Program, "taken");

        Assert.Equal(Errno.Exists, Assert.Throws<BpfException>(() => pins.Pin(counter.Program, "taken")).Errno);
        Assert.Equal(Errno.NoEntry, Assert.Throws<BpfException>(() => pins.OpenMap("absent")).Errno);
        Assert.Contains("bpf-prog", Assert.Throws<BpfException>(() => pins.OpenMap("taken")).Message, StringComparison.Ordinal);
        Assert.Contains("no BPF file system", Assert.Throws<BpfException>(() => elsewhere.Pin(counter.Program, $"waggle-{Guid.NewGuid():N}")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => pins.Pin(counter.Program, "a/b"));
        Assert.Throws<ArgumentException>(() => pins.Pin(counter.Program, ".."));
    }

    [Fact]
    public void Dispose_FolderAndPins_CloseEveryDescriptor()
    {
        KernelAccess.RequireEngine();
        DescriptorCount.AssertSame(() =>
        {
            using var counter = NewCounter();
            using PinFolder pins = PinFolder.OpenDetached();
            pins.Pin(counter.Program, "program");
            pins.OpenProgram("program").Dispose();
            Assert.Throws<BpfException>(() => pins.OpenLink("program"));
        });
    }

    private static Counter NewCounter() => new(Programs.CountRuns("cgroup_skb/egress", ProgramType.CgroupSkb, 1, verdict: 1));
}
