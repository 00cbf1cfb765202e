using System.Globalization;
using System.Text;
using Waggle.Bpf.Types;

namespace Waggle.Trace.Hooks;

/// <summary>Writes C# for types of the kernel: a struct around an address, with the members that an expression names.</summary>
/// <remarks>Places are those of this machine's BTF: an expression is compiled where it runs, so nothing is left to relocate.</remarks>
internal sealed class KernelViews(Func<Btf> types, IReadOnlySet<string> names)
{
    private const int MostDepth = 16; // of members without a name

    private readonly Dictionary<string, int> _views = []; // by name in C#
    private readonly Queue<(string Name, int Id)> _unwritten = [];

    /// <summary>A struct or union of the kernel by name.</summary>
    /// <returns>Whether there is one.</returns>
    internal bool TryAdd(string name)
    {
        if (!types().TryFind(name, out int id, out BtfComposite? _)) return false;
        Add(name, id);
        return true;
    }

    /// <summary>How a 64-bit slot (a register, an argument) is seen as a type.</summary>
    internal (string Type, string Value) FromSlot(int typeId, string slot)
    {
        Btf btf = types();
        return btf[btf.SkipModifiers(typeId)] switch
        {
            BtfInt or BtfEnum => (ScalarName(typeId), $"({ScalarName(typeId)}){slot}"),
            BtfPointer pointer when btf.SkipModifiers(pointer.TargetId) is var target && btf[target] is BtfComposite { Name.Length: > 0 } composite =>
                (Add(composite.Name, target), $"new({slot})"),
            _ => ("ulong", slot),
        };
    }

    /// <summary>The structs that were asked for, and those behind their members.</summary>
    internal void Write(StringBuilder source)
    {
        while (_unwritten.TryDequeue(out var view))
        {
            source.Append(CultureInfo.InvariantCulture, $"public readonly struct @{view.Name}(ulong address)\n{{\n    public readonly ulong Address = address;\n");
            source.Append("    public bool IsNull => Address == 0;\n");
            source.Append(CultureInfo.InvariantCulture, $"    public static explicit operator @{view.Name}(ulong address) => new(address);\n");
            WriteMembers(source, view.Name, (BtfComposite)types()[view.Id], 0, [], 0);
            source.Append("}\n");
        }
    }

    private void WriteMembers(StringBuilder source, string view, BtfComposite composite, uint offsetInBits, HashSet<string> written, int depth)
    {
        Btf btf = types();
        foreach (BtfMember member in composite.Members)
        {
            uint offset = offsetInBits + member.OffsetInBits;
            int id = btf.SkipModifiers(member.TypeId);
            if (member.Name.Length == 0)
            {
                if (btf[id] is BtfComposite inner && depth < MostDepth) WriteMembers(source, view, inner, offset, written, depth + 1);
                continue;
            }

            if (!names.Contains(member.Name) || !written.Add(member.Name)) continue;
            (string type, string value) = Member(view, member, id, offset);
            source.Append(CultureInfo.InvariantCulture, $"    public {type} @{member.Name} => {value};\n");
        }
    }

    private (string Type, string Value) Member(string view, BtfMember member, int id, uint offsetInBits)
    {
        Btf btf = types();
        string address = $"Address + {offsetInBits / 8}";
        if (member.BitFieldSize > 0) return BitField(member.TypeId, offsetInBits, member.BitFieldSize);
        switch (btf[id])
        {
            case BtfInt or BtfEnum when btf.SizeOf(id) <= sizeof(ulong):
                return (ScalarName(id), $"Kernel<{ScalarName(id)}>({address})");
            case BtfPointer:
                (string type, string value) = FromSlot(id, $"Kernel<ulong>({address})");
                return (type, value);
            case BtfComposite composite:
                string name = Add(composite.Name.Length > 0 ? composite.Name : $"{view}_{member.Name}", id);
                return (name, $"new({address})");
            case BtfArray array when btf[btf.SkipModifiers(array.ElementId)] is BtfInt { SizeInBytes: 1 }:
                string text = TextType((int)array.Count);
                return (text, $"KernelText<{text}>({address})");
            default:
                return ("ulong", address); // an array: where it starts
        }
    }

    // The eight bytes around it, shifted: bit fields lie within a word.
    private (string Type, string Value) BitField(int typeId, uint offsetInBits, int size)
    {
        string type = ScalarName(typeId);
        uint start = offsetInBits / 8;
        int left = 64 - (int)(offsetInBits - (start * 8)) - size;
        bool isSigned = type is "sbyte" or "short" or "int" or "long";
        string word = $"Kernel<ulong>(Address + {start}) << {left}";
        return (type, isSigned ? $"({type})((long)({word}) >> {64 - size})" : $"({type})(({word}) >> {64 - size})");
    }

    private string ScalarName(int typeId)
    {
        Btf btf = types();
        BtfType type = btf[btf.SkipModifiers(typeId)];
        bool isSigned = type is BtfInt { Encoding: var encoding } ? encoding.HasFlag(BtfIntEncoding.Signed) : type is BtfEnum { IsSigned: true };
        int size = type switch
        {
            BtfInt number => number.SizeInBytes,
            BtfEnum number => number.SizeInBytes,
            _ => sizeof(ulong),
        };
        return NumberName(size, isSigned);
    }

    /// <summary>C#'s name of a number.</summary>
    internal static string NumberName(int size, bool isSigned) => (size, isSigned) switch
    {
        (1, false) => "byte",
        (1, true) => "sbyte",
        (2, false) => "ushort",
        (2, true) => "short",
        (4, false) => "uint",
        (4, true) => "int",
        (_, true) => "long",
        _ => "ulong",
    };

    /// <summary>The smallest text that takes so many bytes.</summary>
    internal static string TextType(int size) => size switch
    {
        <= 16 => "Text16",
        <= 32 => "Text32",
        <= 64 => "Text64",
        <= 128 => "Text128",
        _ => "Text256",
    };

    private string Add(string name, int id)
    {
        if (_views.TryAdd(name, id)) _unwritten.Enqueue((name, id));
        return "@" + name;
    }
}
