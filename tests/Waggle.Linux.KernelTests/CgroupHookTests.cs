using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Linux.Links;
using Waggle.Linux.Machine;

namespace Waggle.Linux.KernelTests;

/// <summary>Each hook of a cgroup, fired by a small C program that runs in a cgroup and a network namespace of the test.</summary>
public sealed class CgroupHookTests : IClassFixture<CgroupHookTests.Actions>
{
    private readonly Actions _actions;

    public CgroupHookTests(Actions actions) => _actions = actions;

    // Hook; section; type; what the C program does; how often that fires the hook, 0 for at least once.
    public static TheoryData<CgroupHook, string, ProgramType, string, int> Hooks => new()
    {
        { CgroupHook.SkbIngress, "cgroup_skb/ingress", ProgramType.CgroupSkb, "udp4", 1 },
        { CgroupHook.SkbEgress, "cgroup_skb/egress", ProgramType.CgroupSkb, "udp4", 1 },
        { CgroupHook.SocketCreate, "cgroup/sock_create", ProgramType.CgroupSock, "udp4", 2 },
        { CgroupHook.SocketRelease, "cgroup/sock_release", ProgramType.CgroupSock, "udp4", 2 },
        { CgroupHook.SocketOperations, "sockops", ProgramType.SockOps, "tcp4", 0 },
        { CgroupHook.Device, "cgroup/dev", ProgramType.CgroupDevice, "device", 1 },
        { CgroupHook.Sysctl, "cgroup/sysctl", ProgramType.CgroupSysctl, "sysctl", 1 },
        { CgroupHook.GetSocketOption, "cgroup/getsockopt", ProgramType.CgroupSockopt, "getsockopt", 1 },
        { CgroupHook.SetSocketOption, "cgroup/setsockopt", ProgramType.CgroupSockopt, "setsockopt", 1 },
        { CgroupHook.Bind4, "cgroup/bind4", ProgramType.CgroupSockAddr, "tcp4", 1 },
        { CgroupHook.Bind6, "cgroup/bind6", ProgramType.CgroupSockAddr, "tcp6", 1 },
        { CgroupHook.PostBind4, "cgroup/post_bind4", ProgramType.CgroupSock, "tcp4", 1 },
        { CgroupHook.PostBind6, "cgroup/post_bind6", ProgramType.CgroupSock, "tcp6", 1 },
        { CgroupHook.Connect4, "cgroup/connect4", ProgramType.CgroupSockAddr, "tcp4", 1 },
        { CgroupHook.Connect6, "cgroup/connect6", ProgramType.CgroupSockAddr, "tcp6", 1 },
        { CgroupHook.SendMessage4, "cgroup/sendmsg4", ProgramType.CgroupSockAddr, "udp4", 1 },
        { CgroupHook.SendMessage6, "cgroup/sendmsg6", ProgramType.CgroupSockAddr, "udp6", 1 },
        { CgroupHook.ReceiveMessage4, "cgroup/recvmsg4", ProgramType.CgroupSockAddr, "udp4", 1 },
        { CgroupHook.ReceiveMessage6, "cgroup/recvmsg6", ProgramType.CgroupSockAddr, "udp6", 1 },
        { CgroupHook.GetPeerName4, "cgroup/getpeername4", ProgramType.CgroupSockAddr, "tcp4", 1 },
        { CgroupHook.GetPeerName6, "cgroup/getpeername6", ProgramType.CgroupSockAddr, "tcp6", 1 },
        { CgroupHook.GetSocketName4, "cgroup/getsockname4", ProgramType.CgroupSockAddr, "tcp4", 1 },
        { CgroupHook.GetSocketName6, "cgroup/getsockname6", ProgramType.CgroupSockAddr, "tcp6", 1 },
        { CgroupHook.ConnectUnix, "cgroup/connect_unix", ProgramType.CgroupSockAddr, "stream", 1 },
        { CgroupHook.SendMessageUnix, "cgroup/sendmsg_unix", ProgramType.CgroupSockAddr, "datagram", 1 },
        { CgroupHook.ReceiveMessageUnix, "cgroup/recvmsg_unix", ProgramType.CgroupSockAddr, "datagram", 1 },
        { CgroupHook.GetPeerNameUnix, "cgroup/getpeername_unix", ProgramType.CgroupSockAddr, "stream", 1 },
        { CgroupHook.GetSocketNameUnix, "cgroup/getsockname_unix", ProgramType.CgroupSockAddr, "stream", 1 },
    };

    [Theory, MemberData(nameof(Hooks))]
    public void AttachCgroup_ActionThatTheHookSees_RunsTheProgramUntilDisposed(
        CgroupHook hook, string section, ProgramType type, string action, int expected) => TestNetwork.Run(_ =>
    {
        using var cgroup = new TestCgroup();
        Counter counter;
        try
        {
            counter = new Counter(Programs.CountRuns(section, type, (uint)hook, verdict: 1));
        }
        catch (BpfNotSupportedException)
        {
            Assert.True(hook >= CgroupHook.ConnectUnix && KernelRelease.Number < new Version(6, 7));
            return;
        }
        using (counter)
        {
            ulong hits;
            using (CgroupLink link = counter.Program.AttachCgroup(cgroup.Path))
            {
                Assert.Equal(0, cgroup.Run($"exec {_actions.Path} {action}"));
                hits = counter.Hits;
                Assert.Equal([new AttachedProgram(counter.Program.Id, 0)], AttachedPrograms.ReadCgroup(cgroup.Path, hook).Programs);
            }
            Assert.Equal(0, cgroup.Run($"exec {_actions.Path} {action}"));

            if (expected == 0) Assert.NotEqual(0UL, hits);
            else Assert.Equal((ulong)expected, hits);
            Assert.Equal(hits, counter.Hits);
            Assert.Empty(AttachedPrograms.ReadCgroup(cgroup.Path, hook).Programs);
        }
    });

    [Theory]
    [InlineData("cgroup/dev", ProgramType.CgroupDevice, 6U, "device")]
    [InlineData("cgroup/sysctl", ProgramType.CgroupSysctl, 18U, "sysctl")]
    [InlineData("cgroup/bind4", ProgramType.CgroupSockAddr, 8U, "tcp4")]
    [InlineData("cgroup/setsockopt", ProgramType.CgroupSockopt, 22U, "setsockopt")]
    public void AttachCgroup_ProgramThatDenies_FailsTheAction(string section, ProgramType type, uint attachType, string action) => TestNetwork.Run(_ =>
    {
        using var cgroup = new TestCgroup();
        using var counter = new Counter(Programs.CountRuns(section, type, attachType, verdict: 0));

        using (counter.Program.AttachCgroup(cgroup.Path)) Assert.Equal(1, cgroup.Run($"exec {_actions.Path} {action}"));

        Assert.Equal(0, cgroup.Run($"exec {_actions.Path} {action}"));
    });

    /// <summary>The C program, compiled once for all hooks.</summary>
    public sealed class Actions : IDisposable
    {
        private readonly Lazy<NativeProgram> _program = new(() => NativeProgram.Compile("actions.c"));

        internal string Path => _program.Value.Path;

        public void Dispose()
        {
            if (_program.IsValueCreated) _program.Value.Dispose();
        }
    }
}
