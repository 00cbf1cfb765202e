using System.Reflection;
using Waggle.Bpf.Catalog;
using Waggle.CSharp;

namespace Waggle.Compiler.Tests;

/// <summary>The helpers that the language surface declares, held against the kernel's contracts.</summary>
public class HelperDeclarationTests
{
    // Helpers without a declaration, and why.
    private static readonly Dictionary<int, string> s_left = new()
    {
        [4] = "bpf_probe_read: 112 and 113 say whose memory it is",
        [45] = "bpf_probe_read_str: 114 and 115 say whose memory it is",
        [153] = "bpf_per_cpu_ptr: needs kernel variables as externs",
        [154] = "bpf_this_cpu_ptr: needs kernel variables as externs",
        [180] = "bpf_find_vma: takes a callback",
        [194] = "bpf_kptr_xchg: needs kernel pointers in map values",
    };

    public static TheoryData<string, int> Declarations =>
        [.. Declared().Select(m => ($"{m.Method.DeclaringType!.Name}.{m.Method.Name}", m.Index))];

    [Fact]
    public void Helpers_EachOfTheClosedList_IsDeclaredOrLeftOutForAReason()
    {
        HashSet<int> declared = [.. Declared().Select(d => d.Helper.Number)];

        int[] missing = [.. HelperNames.All.Select(h => h.Number).Where(n => !declared.Contains(n) && !s_left.ContainsKey(n))];

        Assert.Empty(missing.Select(n => $"{n} {HelperNames.NameOf(n)}"));
        Assert.True(declared.Count >= 190, $"{declared.Count} helpers are declared.");
    }

    [Theory, MemberData(nameof(Declarations))]
    public void Declaration_AgainstTheContract_HasItsArgumentsAndVersion(string name, int index)
    {
        (MethodBase method, HelperAttribute helper, _) = Declared().ElementAt(index);
        Type[] types = Frontend.MethodCode.Parameters(method);

        Assert.Equal(HelperNames.All[helper.Number - 1].Since, helper.Since);
        Assert.True(
            HelperContracts.Of(helper.Number).Any(c => c.Arguments.Length == types.Length && c.Arguments.Zip(types).All(pair => Fits(pair.First, pair.Second)))
            || helper.Number is 6 && types.Length == 5 // the kernel's contract of bpf_trace_printk leaves out its variable arguments
            || helper.Number is 176 && types.Length == 3, // and that of bpf_get_branch_snapshot its flags
            $"{name}: no contract of {HelperNames.NameOf(helper.Number)} takes ({string.Join(", ", types.Select(t => t.Name))})");
    }

    private static bool Fits(HelperArgument argument, Type type) => argument.Kind switch
    {
        ArgumentKind.Context or ArgumentKind.MapKey or ArgumentKind.MapValue or ArgumentKind.Memory or ArgumentKind.RingRecord
            or ArgumentKind.SpinLock or ArgumentKind.DynamicPointer or ArgumentKind.SocketCommon or ArgumentKind.Socket or ArgumentKind.Text
            or ArgumentKind.Timer or ArgumentKind.Stack
            => type.IsByRef || argument.IsOptional && type == typeof(ulong),
        ArgumentKind.Callback => type.IsSubclassOf(typeof(Delegate)) && type.IsDefined(typeof(CallbackAttribute), false),
        ArgumentKind.Map => !type.IsValueType && !type.IsByRef,
        ArgumentKind.AnySocket or ArgumentKind.KernelPointer => type.IsByRef || IsKernelPointer(type),
        ArgumentKind.Size or ArgumentKind.AllocationSize or ArgumentKind.Scalar => type == typeof(uint) || type == typeof(ulong),
        _ => type.IsPrimitive || type.IsEnum || type.IsByRef, // anything: variable arguments of bpf_snprintf are data
    };

    private static bool IsKernelPointer(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KernelPointer<>);

    private static IEnumerable<(MethodBase Method, HelperAttribute Helper, int Index)> Declared() =>
        typeof(CSharp.Bpf).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(m => (Method: (MethodBase)m, Helper: m.GetCustomAttribute<HelperAttribute>()))
            .Where(m => m.Helper is not null)
            .OrderBy(m => m.Helper!.Number).ThenBy(m => m.Method.DeclaringType!.FullName).ThenBy(m => m.Method.MetadataToken)
            .Select((m, i) => (m.Method, m.Helper!, i));
}
