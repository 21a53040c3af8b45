# SPDX-License-Identifier: Apache-2.0
# What node-gyp builds: the core, the addon, the simulated device and the stop helper.
# native/CMakeLists.txt builds the same sources for sanitizers, fuzzing and benchmarks.
{
  'variables': {
    'dsmil_version': '<!(node -p "require(\'./package.json\').version")',
    'c_flags': ['-std=gnu11', '-O3', '-g', '-Wall', '-Wextra', '-Wno-sign-compare'],
    'hardening': ['-fstack-protector-strong', '-D_FORTIFY_SOURCE=2'],
  },
  'target_defaults': {
    'default_configuration': 'Release',
    'defines': ['_GNU_SOURCE', 'DSMIL_VERSION="<(dsmil_version)"'],
    # The shared pages are read as words and as structures.
    'cflags': ['-fno-strict-aliasing'],
  },
  'targets': [
    {
      'target_name': 'dsmil_core',
      'type': 'static_library',
      'standalone_static_library': 1,
      'sources': [
        '<!@(node -p "require(\'fs\').readdirSync(\'kernel/core\').filter(f => f.endsWith(\'.c\')).map(f => \'kernel/core/\' + f).join(\' \')")',
        'kernel/hal/sim.c',
        'kernel/hal/sim_host.c',
      ],
      # dsmil-sim's locks: its own port, over native/port.
      'include_dirs': ['native/sim/port'],
      'cflags': ['-fPIC'],
      'cflags_c': ['<@(c_flags)', '<@(hardening)'],
      'direct_dependent_settings': {'include_dirs': ['native/sim/port']},
    },
    {
      'target_name': 'dsmil',
      'sources': [
        '<!@(node -p "require(\'fs\').readdirSync(\'native/addon\').filter(f => f.endsWith(\'.cc\')).map(f => \'native/addon/\' + f).join(\' \')")',
      ],
      'include_dirs': ['<!@(node -p "require(\'node-addon-api\').include")', 'kernel/include/uapi'],
      'defines': ['NAPI_VERSION=9', 'NODE_ADDON_API_DISABLE_DEPRECATED'],
      'cflags_cc': ['-std=c++17', '-O3', '-g', '-Wall', '-Wextra', '<@(hardening)'],
    },
    {
      'target_name': 'dsmil-sim',
      'type': 'executable',
      'dependencies': ['dsmil_core'],
      'sources': [
        '<!@(node -p "require(\'fs\').readdirSync(\'native/sim\').filter(f => f.endsWith(\'.c\')).map(f => \'native/sim/\' + f).join(\' \')")',
      ],
      'cflags_c': ['<@(c_flags)', '<@(hardening)'],
      'ldflags': ['-pthread', '-Wl,-z,relro,-z,now'],
    },
    {
      'target_name': 'dsmil-stop',
      'type': 'executable',
      'sources': ['native/stop/device.c', 'native/stop/dsmil-stop.c', 'native/stop/options.c'],
      'cflags_c': ['<@(c_flags)', '<@(hardening)'],
      'ldflags': ['-Wl,-z,relro,-z,now'],
    },
  ],
}
