using System.Buffers.Binary;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Linux.Programs;

/// <summary>A struct of operations as the running kernel lays it out: the object's members put into the places that the kernel has.</summary>
/// <remarks>Rules of libbpf's <c>bpf_map__init_kern_struct_ops</c>. The value of the map is <c>struct bpf_struct_ops_NAME</c>, which
/// holds the kernel's struct NAME in its member data (<c>BPF_STRUCT_OPS_COMMON_VALUE</c> in include/linux/bpf.h).</remarks>
internal sealed class StructOpsLayout
{
    private const string ValuePrefix = "bpf_struct_ops_";

    private readonly Dictionary<string, int> _functionOffsets = new(StringComparer.Ordinal); // by program, in the map's value

    private StructOpsLayout(string mapName, int typeId, int valueTypeId, byte[] value) =>
        (MapName, TypeId, ValueTypeId, Value) = (mapName, typeId, valueTypeId, value);

    public string MapName { get; }

    /// <summary>The struct in the kernel's types: what its programs are loaded for.</summary>
    public int TypeId { get; }

    /// <summary>The struct of the map's value.</summary>
    public int ValueTypeId { get; }

    /// <summary>The value, functions still missing.</summary>
    public byte[] Value { get; }

    /// <summary>Programs and the numbers of the members that they stand for.</summary>
    public Dictionary<string, int> Members { get; } = new(StringComparer.Ordinal);

    /// <exception cref="BpfNotSupportedException">The kernel has no such struct, or one that lacks a member which the object sets.</exception>
    public static StructOpsLayout Resolve(MapSpec map, Btf local, KernelTypes kernel)
    {
        StructOpsSpec spec = map.StructOps!;
        string name = ExternTypes.EssentialName(spec.TypeName);
        if (!kernel.TryFind(ValuePrefix + name, out KernelType<BtfComposite>? value) || !kernel.TryFind(name, out KernelType<BtfComposite>? type))
            throw Refuse(map, $"the kernel has no operations '{name}' that programs can implement");
        if (value.Module is not null)
            throw Refuse(map, $"the operations '{name}' belong to module '{value.Module}', and this version knows those of the kernel itself");
        Btf types = value.Types;
        BtfMember data = value.Type.Members.FirstOrDefault(m => types.SkipModifiers(m.TypeId) == type.Id);
        if (data.TypeId == 0) throw Refuse(map, $"the kernel's struct {ValuePrefix}{name} does not hold a struct {name}");

        var layout = new StructOpsLayout(map.Name, type.Id, value.Id, new byte[value.Type.SizeInBytes]);
        foreach (StructOpsMember member in spec.Members)
        {
            bool isSet = spec.Programs.TryGetValue(member.Name, out string? program);
            ReadOnlySpan<byte> bytes = spec.Data.AsSpan(member.Offset, member.SizeInBytes);
            int index = type.Type.Members.IndexOf(type.Type.Members.FirstOrDefault(m => m.Name == member.Name));
            if (index < 0)
            {
                if (isSet || bytes.ContainsAnyExcept((byte)0)) throw Refuse(map, $"the kernel's struct {name} has no member '{member.Name}', which the object sets");
                continue; // of a later kernel, and not used
            }
            BtfMember target = type.Type.Members[index];
            int offset = (int)(data.OffsetInBits + target.OffsetInBits) / 8;
            BtfType targetType = types[types.SkipModifiers(target.TypeId)];
            if (targetType is BtfPointer != (local[local.SkipModifiers(member.TypeId)] is BtfPointer))
                throw Refuse(map, $"member '{member.Name}' of struct {name} is of another kind in the kernel");
            if (isSet)
            {
                if (!member.IsFunction || targetType is not BtfPointer pointer || types[types.SkipModifiers(pointer.TargetId)] is not BtfFunctionPrototype)
                    throw Refuse(map, $"member '{member.Name}' of struct {name} is no function, and is to be program '{program}'");
                layout.Place(map, program!, index, offset);
            }
            else if (targetType is not BtfPointer && (target.BitFieldSize == 0 || bytes.ContainsAnyExcept((byte)0)))
            {
                if (target.BitFieldSize != 0 || types.SizeOf(target.TypeId) != bytes.Length)
                    throw Refuse(map, $"member '{member.Name}' of struct {name} has {bytes.Length} bytes in the object, and another size in the kernel");
                bytes.CopyTo(layout.Value.AsSpan(offset));
            }
        }
        return layout;
    }

    /// <summary>The value with the descriptors of its programs; they must stay open until the map is written.</summary>
    public byte[] Fill(IReadOnlyDictionary<string, KernelProgram> programs)
    {
        byte[] value = [.. Value];
        foreach ((string name, int offset) in _functionOffsets)
        {
            if (programs.TryGetValue(name, out KernelProgram? program))
                BinaryPrimitives.WriteUInt64LittleEndian(value.AsSpan(offset), (ulong)program.Descriptor.DangerousGetHandle());
        }
        return value;
    }

    private void Place(MapSpec map, string program, int member, int offset)
    {
        if (!Members.TryAdd(program, member))
            throw Refuse(map, $"program '{program}' stands for two members, and a program is loaded for one");
        _functionOffsets.Add(program, offset);
    }

    private static BpfNotSupportedException Refuse(MapSpec map, string why) =>
        new("create a map", $"map '{map}'", Errno.None, $"As struct of operations: {why}.");
}
