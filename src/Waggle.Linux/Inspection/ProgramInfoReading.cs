using System.Buffers.Binary;
using System.Globalization;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Inspection;

/// <summary>Reads <c>struct bpf_prog_info</c>.</summary>
internal static unsafe class ProgramInfoReading
{
    private const int LongestShortName = KernelName.Length - 1;
    private const int RealTime = 0, BootTime = 7; // CLOCK_REALTIME, CLOCK_BOOTTIME

    public static KernelProgramInfo Read(SafeDescriptor descriptor, FullNames names)
    {
        ProgramInfo size = default;
        ObjectTable.Programs.ReadInfo(descriptor, ref size);
        uint[] maps = new uint[size.nr_map_ids];
        byte[] function = new byte[size.func_info_rec_size];
        fixed (uint* mapIds = maps)
        fixed (byte* functionInfo = function)
        {
            var info = new ProgramInfo { map_ids = (ulong)mapIds, nr_map_ids = (uint)maps.Length };
            if (function.Length >= 8) (info.func_info, info.nr_func_info, info.func_info_rec_size) = ((ulong)functionInfo, 1, (uint)function.Length);
            ObjectTable.Programs.ReadInfo(descriptor, ref info);
            return Describe(info, maps, function, names, FdInfo.Read(descriptor, "memlock"));
        }
    }

    public static KernelProgram Wrap(SafeDescriptor descriptor, string section)
    {
        ProgramInfo info = default;
        ObjectTable.Programs.ReadInfo(descriptor, ref info);
        var type = (ProgramType)info.type;
        var hook = ProgramSection.Parse(section);
        if (section.Length > 0 && hook.Type != type)
            throw new BpfAttachException("open a program", $"program {info.id} for '{section}'", Errno.None, hook.Type == ProgramType.Unspecified
                ? "That is no hook: write it as a section is named, such as tracepoint/sched/sched_switch, raw_tp/sys_enter, xdp or cgroup_skb/egress."
                : $"It is a program of type {type}, and that hook takes {hook.Type} programs.");
        var spec = new ProgramSpec
        {
            Name = info.name.ToString(),
            Section = section,
            Type = type,
            AttachTarget = hook.AttachTarget,
            ExpectedAttachType = hook.ExpectedAttachType,
            Instructions = [],
        };
        return new KernelProgram(spec, descriptor, verifierLog: null);
    }

    private static KernelProgramInfo Describe(in ProgramInfo info, uint[] maps, byte[] function, FullNames names, ulong memory)
    {
        string name = info.name.ToString();
        // struct bpf_func_info of the entry function: offset, type.
        if (name.Length == LongestShortName && info.btf_id != 0 && function.Length >= 8)
            name = names.Find(info.btf_id, BinaryPrimitives.ReadUInt32LittleEndian(function.AsSpan(4))) ?? name;
        return new KernelProgramInfo
        {
            Id = info.id,
            Type = (ProgramType)info.type,
            Name = name,
            Tag = BinaryPrimitives.ReverseEndianness(info.tag).ToString("x16", CultureInfo.InvariantCulture),
            LoadedAt = ToTime(info.load_time),
            UserId = info.created_by_uid,
            IsGplCompatible = (info.bits & 1) != 0,
            TranslatedSizeInBytes = info.xlated_prog_len,
            MachineCodeSizeInBytes = info.jited_prog_len,
            LockedMemoryInBytes = memory,
            MapIds = maps,
            BtfId = info.btf_id,
            RunCount = info.run_cnt,
            RunTimeInNanoseconds = info.run_time_ns,
            RecursionMisses = info.recursion_misses,
            VerifiedInstructions = info.verified_insns,
            AttachBtfObjectId = info.attach_btf_obj_id,
            AttachBtfId = info.attach_btf_id,
            InterfaceIndex = info.ifindex,
        };
    }

    private static DateTimeOffset ToTime(ulong nanosecondsSinceBoot)
    {
        long boot = Now(RealTime) - Now(BootTime);
        return DateTimeOffset.UnixEpoch.AddTicks((boot + (long)nanosecondsSinceBoot) / TimeSpan.NanosecondsPerTick);
    }

    private static long Now(int clock)
    {
        long* time = stackalloc long[2];
        _ = Libc.GetTime(clock, time);
        return time[0] * 1_000_000_000 + time[1];
    }
}
