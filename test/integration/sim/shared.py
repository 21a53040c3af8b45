# SPDX-License-Identifier: Apache-2.0
"""Simulators for tests: one for a whole class, or each test's own."""

import unittest

from client import Sim


class Shared(unittest.TestCase):
    """One simulator for the class; each test leaves it usable."""

    arguments = ["--poll-ms", "50"]

    @classmethod
    def setUpClass(cls):
        cls.sim = Sim(*cls.arguments)

    @classmethod
    def tearDownClass(cls):
        code, _, err = cls.sim.end()
        assert code == 0, (code, err)

    def setUp(self):
        self.clients = []

    def tearDown(self):
        for client in self.clients:
            client.close()
        self.assertEqual(self.sim.touches(), 0)

    def client(self, *arguments, **named):
        client = self.sim.client(*arguments, **named)
        self.clients.append(client)
        return client


class Started(unittest.TestCase):
    def setUp(self):
        self.sims = []

    def start(self, *arguments, **named):
        sim = Sim(*arguments, **named)
        self.sims.append(sim)
        return sim

    def tearDown(self):
        for sim in self.sims:
            sim.end()
