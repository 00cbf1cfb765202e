using System.Collections.Immutable;
using System.Text;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;

namespace Waggle.Compiler.Output;

/// <summary>Describes structs of operations: a struct with the members that a class implements, and a variable of it.</summary>
/// <remarks>Loaders find the kernel's members by name, so that the order here does not matter.</remarks>
internal sealed class OperationTypes(BtfBuilder builder, BtfTypes types, FunctionTypes functions)
{
    private readonly Dictionary<string, (List<BtfSectionVariable> Variables, int End)> _sections = [];

    internal MapSpec Describe(IrOperations operations)
    {
        var fields = ImmutableArray.CreateBuilder<BtfMember>();
        var members = ImmutableArray.CreateBuilder<StructOpsMember>();
        var data = new List<byte>();
        foreach (IrOperation operation in operations.Members)
        {
            (int type, byte[] bytes, int alignment) = operation.IsProgram
                ? (builder.Add(new BtfPointer(functions.Prototype(operation.Method))), new byte[8], 8)
                : ValueOf(operation);
            int offset = Layouts.Align(data.Count, alignment);
            data.AddRange(new byte[offset - data.Count]);
            data.AddRange(bytes);
            fields.Add(new BtfMember(operation.Name.Member, type, (uint)offset * 8));
            members.Add(new StructOpsMember(operation.Name.Member, type, offset, bytes.Length, operation.IsProgram));
        }

        data.AddRange(new byte[Layouts.Align(data.Count, 8) - data.Count]);
        string name = operations.Declaration.KernelType;
        int id = builder.Add(new BtfComposite(name, false, (uint)data.Count, fields.ToImmutable()));
        var spec = new StructOpsSpec(name, id, members.ToImmutable(), [.. data]) { IsLink = operations.Declaration.IsLink };
        foreach (IrOperation operation in operations.Members.Where(m => m.IsProgram)) spec.Programs[operation.Name.Member] = BtfTypes.Identifier(operation.Method.Name);
        string map = BtfTypes.Identifier(operations.Class.Name);
        Place(spec.IsLink ? ".struct_ops.link" : ".struct_ops", builder.Add(new BtfVariable(map, id, BtfLinkage.Global)), data.Count);
        return new MapSpec(map, MapType.StructOps) { KeySizeInBytes = 4, ValueSizeInBytes = data.Count, MaxEntries = 1, StructOps = spec };
    }

    /// <summary>Adds the sections that the variables are in.</summary>
    internal void AddSections()
    {
        foreach ((string name, (List<BtfSectionVariable> variables, int end)) in _sections)
            builder.Add(new BtfDataSection(name, (uint)end, [.. variables]));
    }

    private void Place(string section, int variable, int size)
    {
        (List<BtfSectionVariable> variables, int end) = _sections.GetValueOrDefault(section, ([], 0));
        variables.Add(new BtfSectionVariable(variable, (uint)end, (uint)size));
        _sections[section] = (variables, end + size);
    }

    /// <summary>What a property says: a text becomes bytes that end with a zero.</summary>
    private (int Type, byte[] Bytes, int Alignment) ValueOf(IrOperation operation)
    {
        object value = operation.Method.Invoke(null, null)!;
        if (value is string text)
        {
            byte[] bytes = new byte[operation.Name.Size];
            byte[] encoded = Encoding.UTF8.GetBytes(text);
            if (encoded.Length >= bytes.Length)
                throw new ArgumentException($"{operation.Method.DeclaringType!.Name}: '{operation.Name.Member}' has room for {bytes.Length - 1} bytes, and \"{text}\" has {encoded.Length}.");
            encoded.CopyTo(bytes, 0);
            return (builder.Add(new BtfArray(types.Of(typeof(byte)), types.Of(typeof(uint)), (uint)bytes.Length)), bytes, 1);
        }

        int size = Layouts.SizeOf(value.GetType());
        return (types.Of(value.GetType()), BitConverter.GetBytes(Convert.ToUInt64(value, null))[..size], size);
    }
}
